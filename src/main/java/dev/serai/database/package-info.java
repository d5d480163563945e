/** The three logins to Postgres, the migration, and transactions that carry the caller's org. */
@NullMarked
package dev.serai.database;

import org.jspecify.annotations.NullMarked;
