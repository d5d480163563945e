/** stub */
@NullMarked
package dev.serai.text;

import org.jspecify.annotations.NullMarked;
