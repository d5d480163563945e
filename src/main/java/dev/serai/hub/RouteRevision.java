package dev.serai.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Names the set of route files that this process runs: the start of a hash over all of them. */
public final class RouteRevision {
    private final String current;

    RouteRevision(Path folder) {
        this.current = hash(folder);
    }

    /** Twelve hex digits; recorded with every job and dead letter. */
    public String current() {
        return current;
    }

    private static String hash(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> routes = files.filter(f -> f.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : routes) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 6);
        } catch (IOException e) {
            throw new UncheckedIOException("The routes in %s cannot be read".formatted(folder), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
