/** The guarantees of the document pipeline: claims with fences and leases, retries, dead letters, the outbox. */
@NullMarked
package dev.serai.pipeline;

import org.jspecify.annotations.NullMarked;
