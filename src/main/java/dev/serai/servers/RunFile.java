package dev.serai.servers;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Tells other processes of the same machine user where a running hub's servers are. Holds passwords. */
record RunFile(Path file) {
    static RunFile in(Path dataFolder) {
        return new RunFile(dataFolder.resolve("run").resolve("servers.properties"));
    }

    void write(Map<String, String> properties) {
        Properties out = new Properties();
        out.putAll(properties);
        try (StringWriter text = new StringWriter()) {
            out.store(text, null);
            PrivateFiles.createFolder(file.getParent());
            PrivateFiles.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> read() {
        Properties in = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            in.load(reader);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> properties = new TreeMap<>();
        in.forEach((key, value) -> properties.put(key.toString(), value.toString()));
        return properties;
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
