/** The servers that the hub stands on: found by configuration or started beside it, with their data in one folder. */
@NullMarked
package dev.serai.servers;

import org.jspecify.annotations.NullMarked;
