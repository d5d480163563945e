package dev.serai.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What this node has seen in its routes folder, kept in its data folder: after a restart only what is different has been
 * edited. Nodes have folders of their own, which need not be alike at every moment.
 */
final class FolderMemory {
    private final Path file;
    private final ObjectMapper json;

    FolderMemory(Path file, ObjectMapper json) {
        this.file = file;
        this.json = json;
    }

    /** Hashes by path; null when there is no memory that can be read. */
    @Nullable
    Map<String, String> read() throws IOException {
        try {
            return json.readValue(Files.readString(file), new TypeReference<>() {});
        } catch (NoSuchFileException | JsonProcessingException e) {
            return null;
        }
    }

    void write(Map<String, String> hashes) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path fresh =
                Files.writeString(file.resolveSibling(file.getFileName() + ".new"), json.writeValueAsString(hashes));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
