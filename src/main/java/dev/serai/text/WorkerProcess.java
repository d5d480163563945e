package dev.serai.text;

import dev.serai.text.ExtractionException.Kind;
import dev.serai.text.WorkerProtocol.Request;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** One worker, started when it is needed and replaced when it is used up. Used by one thread at a time. */
final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
    private static final Duration START_WAIT = Duration.ofSeconds(60);
    private static final Duration EXIT_WAIT = Duration.ofSeconds(5);

    private final Path folder;
    private final ExtractionSettings settings;
    private final ScheduledExecutorService clock;
    private volatile @Nullable Running running;

    WorkerProcess(Path folder, ExtractionSettings settings, ScheduledExecutorService clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
    }

    private static final class Running {
        private final Process process;
        private final DataOutputStream requests;
        private final DataInputStream answers;
        private int files;

        Running(Process process) {
            this.process = process;
            requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
            answers = new DataInputStream(new BufferedInputStream(process.getInputStream(), 64 * 1024));
        }
    }

    /** A worker that someone else killed is not the file's fault, so the file gets a second one. */
    ExtractedText parse(Request request) throws IOException, ExtractionException {
        try {
            return parseOnce(request);
        } catch (WorkerLostException e) {
            LOG.atWarn().addKeyValue("exit", e.exit).log("Extraction worker ended; the file is tried once more");
        }
        try {
            return parseOnce(request);
        } catch (WorkerLostException e) {
            throw new ExtractionException(
                    Kind.TOO_COMPLEX, "The parser ended twice on this file, with exit code %d".formatted(e.exit));
        }
    }

    private ExtractedText parseOnce(Request request) throws IOException, ExtractionException {
        Running worker = ready();
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> deadline = clock.schedule(
                () -> {
                    late.set(true);
                    worker.process.destroyForcibly();
                },
                settings.timeout().toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            WorkerProtocol.write(worker.requests, request);
            return WorkerProtocol.readAnswer(worker.answers, request.maxCharacters());
        } catch (IOException e) {
            throw lost(worker, late.get());
        } finally {
            deadline.cancel(false);
            worker.files++;
        }
    }

    private IOException lost(Running worker, boolean late) throws IOException, ExtractionException {
        // Before anything else: a process that is just ending must say why, not be killed on the way.
        int exit = exitCode(worker.process);
        stop();
        if (late) {
            throw new ExtractionException(
                    Kind.TOO_COMPLEX,
                    "The file took longer than the %d s allowed"
                            .formatted(settings.timeout().toSeconds()));
        }
        if (exit == ExtractionWorker.EXHAUSTED) {
            throw new ExtractionException(
                    Kind.TOO_COMPLEX,
                    "The file needs more memory than the %d MB allowed"
                            .formatted(settings.heap().toMegabytes()));
        }
        return new WorkerLostException(exit);
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor(EXIT_WAIT.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static final class WorkerLostException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int exit;

        WorkerLostException(int exit) {
            super("The extraction worker ended with exit code " + exit);
            this.exit = exit;
        }
    }

    private Running ready() throws IOException {
        Running current = running;
        if (current != null && current.process.isAlive() && current.files < settings.filesPerWorker()) {
            return current;
        }
        stop();
        Running fresh = new Running(start());
        awaitReady(fresh);
        running = fresh;
        return fresh;
    }

    /** The machine is at fault when a worker does not even say that it is there. */
    private void awaitReady(Running worker) throws IOException {
        ScheduledFuture<?> deadline =
                clock.schedule(worker.process::destroyForcibly, START_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            worker.answers.readByte();
        } catch (IOException e) {
            worker.process.destroyForcibly();
            throw new IOException(
                    "No extraction worker could be started (exit code %d): %s"
                            .formatted(exitCode(worker.process), Files.readString(errors())),
                    e);
        } finally {
            deadline.cancel(false);
        }
    }

    private Path errors() {
        return folder.resolve("errors.log");
    }

    private Process start() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command());
        // Parsers need no passwords: a file that takes one over finds none.
        builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.startsWith("LC_"));
        return builder.redirectError(errors().toFile()).start();
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + settings.heap().toBytes(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + folder.toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                ExtractionWorker.class.getName());
    }

    /** For tests that play the part of the kernel. */
    @Nullable
    ProcessHandle handle() {
        Running current = running;
        return current == null ? null : current.process.toHandle();
    }

    void stop() {
        Running current = running;
        running = null;
        if (current != null) {
            current.process.destroyForcibly();
        }
    }

    void close() {
        stop();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The work folder %s could not be removed".formatted(folder), e);
        }
    }
}
