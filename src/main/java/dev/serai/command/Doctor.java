package dev.serai.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Probes the servers that the hub would use. */
@Command(name = "doctor", description = "Probes the configured servers and says what to do about those that fail.")
public final class Doctor implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
