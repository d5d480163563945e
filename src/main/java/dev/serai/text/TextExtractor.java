package dev.serai.text;

import dev.serai.text.ExtractionException.Kind;
import dev.serai.text.WorkerProtocol.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/**
 * Gets the text out of files. Formats that need a parser are read in worker processes with limits on time, heap and
 * output: a bad file costs itself and nothing else.
 */
public final class TextExtractor implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("extraction-deadlines").factory());
    private final ExtractionSettings settings;
    private final List<WorkerProcess> workers;
    /** The one that worked last works next: its process runs already, and one process is often enough. */
    private final BlockingDeque<WorkerProcess> idle;

    /** @param folder for the workers' own temporary files */
    TextExtractor(Path folder, ExtractionSettings settings) {
        this.settings = settings;
        workers = IntStream.range(0, Math.max(1, settings.workers()))
                .mapToObj(number -> new WorkerProcess(folder.resolve("worker-" + number), settings, clock))
                .toList();
        idle = new LinkedBlockingDeque<>(workers);
    }

    /**
     * An extractor with the limits that the hub has when nothing else is configured.
     *
     * @param folder for the workers' own temporary files
     */
    public static TextExtractor withDefaults(Path folder) {
        return new TextExtractor(folder, ExtractionSettings.defaults());
    }

    /**
     * Waits for a free worker.
     *
     * @throws ExtractionException when the file is at fault
     * @throws IOException when the machine is: the file cannot be read or no worker started
     */
    public ExtractedText extract(Path file, MediaType type) throws IOException, ExtractionException {
        return switch (type) {
            case PDF, DOCX, HTML -> parse(new Request(file.toAbsolutePath(), type, settings.maxCharacters()));
            case MARKDOWN -> within(file, Markdown::parse);
            case TEXT -> within(file, PlainText::parse);
        };
    }

    private ExtractedText parse(Request request) throws IOException, ExtractionException {
        if (!Files.isReadable(request.file())) {
            throw new IOException("The work copy %s cannot be read".formatted(request.file()));
        }
        WorkerProcess worker = take();
        try {
            return worker.parse(request);
        } finally {
            idle.addFirst(worker);
        }
    }

    private WorkerProcess take() throws InterruptedIOException {
        try {
            return idle.takeFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Stopped while waiting for an extraction worker");
        }
    }

    private interface Format {
        ExtractedText parse(String text, int maxCharacters);
    }

    private ExtractedText within(Path file, Format format) throws IOException, ExtractionException {
        // No charset takes more than four bytes for a character.
        long maxBytes = 4L * settings.maxCharacters();
        if (Files.size(file) > maxBytes) {
            throw new ExtractionException(
                    Kind.TOO_LONG,
                    "The text has %,d bytes; at most %,d are read".formatted(Files.size(file), maxBytes));
        }
        try {
            return format.parse(CleanText.of(Charsets.decode(Files.readAllBytes(file))), settings.maxCharacters());
        } catch (TextBuilder.LimitReached e) {
            throw new ExtractionException(Kind.TOO_LONG, String.valueOf(e.getMessage()));
        }
    }

    List<WorkerProcess> workers() {
        return workers;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.forEach(WorkerProcess::close);
    }
}
