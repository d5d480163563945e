package dev.serai.text;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.serai.text.WorkerProtocol.Request;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;
import org.slf4j.LoggerFactory;

/** The program of a worker process: parses the files it is told to, one after another, and ends with its hub. */
public final class ExtractionWorker {
    /** Memory or stack ran out; the same as the JVM's own exit on lack of memory. */
    static final int EXHAUSTED = 3;

    private final TransferQueue<Request> requests = new LinkedTransferQueue<>();
    private final TikaParsing parsing = new TikaParsing();
    private final DataOutputStream answers;

    private ExtractionWorker(DataOutputStream answers) {
        this.answers = answers;
    }

    public static void main(String[] arguments) throws IOException {
        // Parsers that print must not corrupt the answers.
        System.setOut(System.err);
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        ExtractionWorker worker = new ExtractionWorker(standardOutput());
        worker.sayReady();
        Thread.ofPlatform().daemon().name("parse").start(worker::parseAll);
        worker.listen(new DataInputStream(new BufferedInputStream(System.in)));
    }

    private static DataOutputStream standardOutput() {
        return new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 64 * 1024));
    }

    private void sayReady() throws IOException {
        answers.writeByte(1);
        answers.flush();
    }

    /** Listens while parsing too: the end of the hub ends the worker at once. */
    private void listen(DataInputStream in) throws IOException {
        try {
            while (true) {
                requests.add(WorkerProtocol.readRequest(in));
            }
        } catch (EOFException e) {
            Runtime.getRuntime().halt(0);
        }
    }

    private void parseAll() {
        try {
            while (true) {
                parse(requests.take());
            }
        } catch (InterruptedException | IOException e) {
            Runtime.getRuntime().halt(1);
        } catch (StackOverflowError | OutOfMemoryError e) {
            Runtime.getRuntime().halt(EXHAUSTED);
        }
    }

    private void parse(Request request) throws IOException {
        try {
            WorkerProtocol.write(answers, parsing.parse(request.file(), request.type(), request.maxCharacters()));
        } catch (ExtractionException e) {
            WorkerProtocol.write(answers, e);
        }
    }
}
