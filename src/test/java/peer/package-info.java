/** What the hub is measured against; no part of it. */
@org.jspecify.annotations.NullMarked
package peer;
