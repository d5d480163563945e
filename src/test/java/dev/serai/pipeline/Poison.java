package dev.serai.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;

/** A step that tests put into a stage's route: it fails as the name of the document's file says. */
public final class Poison {
    public void drink(Exchange exchange) throws IOException, InterruptedException {
        String name = exchange.getMessage().getHeader("fileName", String.class);
        switch (name.substring(0, name.indexOf('.'))) {
            case "memory" -> throw new OutOfMemoryError("Java heap space");
            case "stack" -> endless(1);
            case "always" -> throw new IllegalStateException("always");
            case "class" -> throw new NoClassDefFoundError("dev/serai/Missing");
            case "assertion" -> throw new AssertionError("never happens");
            case "loop" -> freezeWorkers(exchange.getContext().resolvePropertyPlaceholders("{{serai.data}}"));
            default -> {
                // wholesome
            }
        }
    }

    @SuppressWarnings("InfiniteRecursion") // on purpose
    private static long endless(long depth) {
        return 1 + endless(depth + 1);
    }

    /** To the hub, a parser that is stopped looks like one that runs in circles. Only this hub's own are stopped. */
    private static void freezeWorkers(String data) throws IOException, InterruptedException {
        for (ProcessHandle child : ProcessHandle.current().children().toList()) {
            String command = Files.readString(Path.of("/proc", Long.toString(child.pid()), "cmdline"));
            if (command.contains("ExtractionWorker") && command.contains(data)) {
                new ProcessBuilder("kill", "-STOP", Long.toString(child.pid()))
                        .start()
                        .waitFor();
            }
        }
    }
}
