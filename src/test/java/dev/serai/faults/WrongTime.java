package dev.serai.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Lets a process see another wall clock, by a library that is compiled on the spot. Needs a C compiler. */
record WrongTime(Path library) {
    /** Empty where nothing can compile it. */
    static Optional<WrongTime> make(Path folder) throws IOException, InterruptedException {
        Path source = folder.resolve("clock.c");
        Path library = folder.resolve("clock.so");
        try (InputStream in = WrongTime.class.getResourceAsStream("/faults/clock.c")) {
            Files.copy(Objects.requireNonNull(in), source);
        }
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-O1", "-o", library.toString(), source.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean made = compiler.waitFor(30, TimeUnit.SECONDS) && compiler.exitValue() == 0;
            return made ? Optional.of(new WrongTime(library)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // there is no compiler
        }
    }

    Map<String, String> variables(int seconds) {
        return Map.of("LD_PRELOAD", library.toString(), "SERAI_CLOCK_OFFSET", Integer.toString(seconds));
    }
}
