package dev.serai.faults;

import java.time.Duration;

/** One thing that goes wrong. */
sealed interface Fault {
    /** What the report counts. */
    String kind();

    /** {@code kill -9} of the process that reaches a boundary; it starts again at once. */
    record Kill(String point) implements Fault {
        @Override
        public String kind() {
            return "kill -9 of a node at a boundary";
        }
    }

    /** The same while it is the only node. */
    record KillWhole(String point) implements Fault {
        @Override
        public String kind() {
            return "kill -9 of the whole hub at a boundary";
        }
    }

    /** SIGSTOP at a boundary until another node has taken the job over, then SIGCONT: a zombie. */
    record Freeze(String point) implements Fault {
        @Override
        public String kind() {
            return "SIGSTOP of a node past its lease, then SIGCONT";
        }
    }

    /** A server is away for a while. */
    record Outage(String server, Duration length, boolean hard) implements Fault {
        @Override
        public String kind() {
            return "%s %s".formatted(server, hard ? "killed and away" : "stopped and away");
        }
    }

    /** Every connection of PostgreSQL is taken by somebody else. */
    record NoConnections(Duration length) implements Fault {
        @Override
        public String kind() {
            return "all database connections taken";
        }
    }

    /** No byte left on the disk of a server. */
    record DiskFull(String server, Duration length) implements Fault {
        @Override
        public String kind() {
            return "disk of %s full".formatted(server);
        }
    }

    /** A node whose wall clock is wrong by ten minutes. */
    record WrongClock(int seconds) implements Fault {
        @Override
        public String kind() {
            return "a node's clock wrong by %+d min".formatted(seconds / 60);
        }
    }

    /** Copies of every open job's wake-up, shuffled, by every topic. */
    record Duplicates(int copies) implements Fault {
        @Override
        public String kind() {
            return "wake-ups doubled, shuffled and sent to wrong stages";
        }
    }
}
