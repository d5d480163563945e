package dev.serai.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrowingFileTest {
    @TempDir
    private Path folder;

    private GrowingFile file;

    @BeforeEach
    void open() throws IOException {
        file = new GrowingFile(Files.createFile(folder.resolve("spooled")));
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aReaderFollowsTheWriter() throws Exception {
        try (InputStream reader = file.reader(9)) {
            CompletableFuture<String> read = reading(reader);
            write("one ");
            write("two ");
            write("3");
            file.end();
            assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo("one two 3");
        }
    }

    @Test
    void theLastByteIsWithheldUntilTheEnd() throws Exception {
        try (InputStream reader = file.reader(4)) {
            write("four");
            assertThat(reader.read(new byte[10])).isEqualTo(3);
            file.end();
            assertThat(reader.read()).isEqualTo('r');
            assertThat(reader.read()).isEqualTo(-1);
        }
    }

    @Test
    void aFileThatEndsEarlyIsNeverComplete() throws Exception {
        try (InputStream reader = file.reader(10)) {
            write("short");
            file.end();
            assertThatThrownBy(reader::readAllBytes).hasMessageContaining("10 bytes were promised; 5 are there");
        }
    }

    @Test
    void aFileThatOutgrowsItsPromiseIsNeverComplete() throws Exception {
        try (InputStream reader = file.reader(4)) {
            write("five!");
            assertThatThrownBy(reader::readAllBytes).hasMessageContaining("4 bytes were promised");
        }
    }

    @Test
    void anAbandonedFileWakesItsReader() throws Exception {
        try (InputStream reader = file.reader(4)) {
            CompletableFuture<String> read = reading(reader);
            write("x");
            file.abandon();
            assertThatThrownBy(() -> read.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        }
    }

    private void write(String text) throws IOException {
        file.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static CompletableFuture<String> reading(InputStream reader) {
        CompletableFuture<String> read = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                read.complete(new String(reader.readAllBytes(), StandardCharsets.US_ASCII));
            } catch (IOException e) {
                read.completeExceptionally(e);
            }
        });
        return read;
    }
}
