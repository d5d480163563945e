package dev.serai.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds everything a hub keeps on its machine: embedded servers' data, generated secrets, indexes. One
 * hub at a time owns it (an exclusive file lock that the operating system drops when the process dies); commands of
 * other processes may read its secrets beside the running hub.
 */
public final class DataFolder implements AutoCloseable {
    private static final String LOCK = "serai.lock";

    private final Path root;
    private final @Nullable FileChannel channel;

    private DataFolder(Path root, @Nullable FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Creates the folder when needed (readable by its owner only) and locks it for this process.
     *
     * @throws StartupException SERAI-START-002 when another hub holds it, SERAI-START-003 when it cannot be used
     */
    public static DataFolder own(Path folder) {
        Path root = folder.toAbsolutePath().normalize();
        try {
            PrivateFiles.createFolder(root);
            return new DataFolder(root, lock(root));
        } catch (IOException e) {
            throw new StartupException(
                    "SERAI-START-003",
                    "data folder " + root + " cannot be used (" + e
                            + "); make it writable or set SERAI_DATA to another folder",
                    e);
        }
    }

    /** Looks at the folder without owning it, for commands that run beside a hub. */
    public static DataFolder beside(Path folder) {
        return new DataFolder(folder.toAbsolutePath().normalize(), null);
    }

    public Path root() {
        return root;
    }

    /** A sub-folder, created when needed, readable by its owner only. */
    public Path folder(String name) {
        try {
            return PrivateFiles.createFolder(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A secret that belongs to this folder: 32 random bytes in hexadecimal, made on first use and kept in
     * {@code keys/<name>}, readable by its owner only.
     */
    public String key(String name) {
        try {
            return PrivateFiles.secret(folder("keys").resolve(name));
        } catch (IOException e) {
            throw new StartupException(
                    "SERAI-START-003", "secret keys/" + name + " cannot be read or written in " + root, e);
        }
    }

    /** Where the running hub's servers are, or an empty map when no hub runs on this folder. */
    public Map<String, String> published() {
        return RunFile.in(root).read();
    }

    void publish(Map<String, String> properties) {
        RunFile.in(root).write(properties);
    }

    /** Gives the folder up. The run file goes first so that nobody reads addresses of servers that are gone. */
    @Override
    public void close() {
        if (channel == null) {
            return;
        }
        RunFile.in(root).remove();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        FileChannel channel = FileChannel.open(
                root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            String holder = holder(channel);
            channel.close();
            throw new StartupException(
                    "SERAI-START-002",
                    "data folder " + root + " is in use by process " + holder
                            + "; stop it or set SERAI_DATA to another folder");
        }
        channel.truncate(0).write(ByteBuffer.wrap(pid().getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another hub of this same process
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        int read = channel.read(bytes, 0);
        return read <= 0 ? "(unknown)" : new String(bytes.array(), 0, read, StandardCharsets.US_ASCII);
    }

    private static String pid() {
        return Long.toString(ProcessHandle.current().pid());
    }
}
