/** Finds a JDK that can run the hub and starts the hub on it; compiled for the JVM that happens to be on the PATH. */
@NullMarked
package dev.serai.launch;

import org.jspecify.annotations.NullMarked;
