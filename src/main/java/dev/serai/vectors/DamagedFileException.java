package dev.serai.vectors;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not as it was written. */
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFileException(Path file, String what) {
        super("%s: %s".formatted(file.getFileName(), what));
    }
}
