/** Who calls, for which organization and with which roles: tokens of configured issuers, development tokens, service keys. */
@NullMarked
package dev.serai.access;

import org.jspecify.annotations.NullMarked;
