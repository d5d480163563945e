package dev.serai.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the clients know: for each document how its upload ended. Also written to a file, line by line. */
final class Ledger implements AutoCloseable {
    private final Map<Integer, Entry> entries = new ConcurrentHashMap<>();
    private final BufferedWriter file;

    Ledger(Path file) throws IOException {
        this.file = Files.newBufferedWriter(file);
    }

    enum End {
        /** Answered 2xx: has to be there. */
        ACKED,
        /** Never taken: must not be there. */
        REFUSED,
        /** The answer did not come, or said that it does not know: may be there, once. */
        UNKNOWN
    }

    /**
     * One document.
     *
     * @param requests that were made for it
     */
    record Entry(int number, String org, End end, @Nullable String documentId, int requests) {
        String fileName() {
            return Ledger.fileName(number);
        }
    }

    static String fileName(int number) {
        return "n" + number + ".txt";
    }

    void note(Entry entry) {
        entries.put(entry.number(), entry);
        synchronized (file) {
            try {
                file.write("%d\t%s\t%s\t%s\t%d%n"
                        .formatted(entry.number(), entry.org(), entry.end(), entry.documentId(), entry.requests()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Map<Integer, Entry> entries() {
        return entries;
    }

    long count(End end) {
        return entries.values().stream().filter(e -> e.end() == end).count();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
