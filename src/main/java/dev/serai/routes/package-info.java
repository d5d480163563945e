/** The rules that route files keep, checked without running them. */
@NullMarked
package dev.serai.routes;

import org.jspecify.annotations.NullMarked;
