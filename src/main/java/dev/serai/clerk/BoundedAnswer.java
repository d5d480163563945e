package dev.serai.clerk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hc.core5.http.io.EofSensorInputStream;

/** Reads an answer of bounded size in bounded time; of more than that, the connection is dropped. */
record BoundedAnswer(int maxBytes, Duration patience) {
    byte[] read(InputStream answer) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int n = answer.read(buffer); n >= 0; n = answer.read(buffer)) {
            read.write(buffer, 0, n);
            if (read.size() > maxBytes || System.nanoTime() > end) {
                abort(answer);
                throw new IOException("The answer has more than %d bytes or takes longer than %d ms"
                        .formatted(maxBytes, patience.toMillis()));
            }
        }
        return read.toByteArray();
    }

    /** Closing would read the rest first. */
    private static void abort(InputStream answer) throws IOException {
        if (answer instanceof EofSensorInputStream connection) {
            connection.abort();
        }
    }
}
