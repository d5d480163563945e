package dev.serai.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;

/** Files and folders that only their owner may read, on file systems that know permissions. */
final class PrivateFiles {
    private static final int SECRET_BYTES = 32;

    private PrivateFiles() {}

    static Path createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            return Files.createDirectory(folder, mode(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            return folder; // another thread was faster
        }
    }

    /** Replaces the file in one step, so that a reader sees the old or the new content. */
    static void write(Path file, String content) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + "-", ".new", mode(file, "rw-------"));
        try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Reads the secret, making it first when there is none. Two racing makers agree on one. */
    static String secret(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        return Files.readString(file).strip();
    }

    private static void make(Path file) throws IOException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path fresh = Files.createTempFile(file.getParent(), ".key-", ".new", mode(file, "rw-------"));
        write(fresh, HexFormat.of().formatHex(secret));
        try {
            Files.createLink(file, fresh); // unlike a move, a link never replaces what another process just made
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.delete(fresh);
        }
    }

    private static FileAttribute<?>[] mode(Path near, String permissions) {
        if (!near.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        var set = EnumSet.copyOf(PosixFilePermissions.fromString(permissions));
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
    }
}
