/** Files are typed by content, read in a process of their own, and cut into chunks that keep page, offsets and headings. */
@NullMarked
package dev.serai.text;

import org.jspecify.annotations.NullMarked;
