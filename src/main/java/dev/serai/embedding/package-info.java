/** Texts become vectors: with the model in this process or at a remote service, and token counts to cut texts by. */
@NullMarked
package dev.serai.embedding;

import org.jspecify.annotations.NullMarked;
