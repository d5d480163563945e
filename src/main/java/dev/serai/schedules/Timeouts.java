package dev.serai.schedules;

import java.sql.SQLException;

/** Tells whether the database stopped a statement because its time was over. */
final class Timeouts {
    /** Of statement_timeout. */
    private static final String CANCELLED = "57014";

    private Timeouts() {}

    static boolean isCause(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
