package dev.serai.command;

import javax.sql.DataSource;

/** Opens the hub's database for a command: that of the running hub, or one started for the command alone. */
@FunctionalInterface
public interface DatabaseAccess {

    /** Opens it; what fails is reported to the person at the keyboard by the first line of the message. */
    Opened open() throws Exception;

    /** An open database; closing it also stops a server that was started for the command. */
    interface Opened extends AutoCloseable {

        /** Connects as the login {@code serai_system}, to a migrated database. */
        DataSource system();

        @Override
        void close();
    }
}
