package dev.serai.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A small file system of its own for one server, which can be filled to the last byte. Needs the right to mount. */
record Disk(Path folder) {
    private static final String BALLAST = "ballast";

    /** Empty where this user may not mount. */
    static Optional<Disk> mount(Path folder, int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted =
                command("mount", "-t", "tmpfs", "-o", "mode=700,size=" + megabytes + "m", "tmpfs", folder.toString());
        return mounted ? Optional.of(new Disk(folder)) : Optional.empty();
    }

    void fill() throws IOException {
        byte[] piece = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
            while (true) {
                out.write(piece);
            }
        } catch (IOException e) {
            if (Files.getFileStore(folder).getUsableSpace() > piece.length) {
                throw e;
            }
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(folder.resolve(BALLAST));
    }

    /** What a drill left behind that was killed itself. */
    static void unmountBelow(Path folder) throws IOException, InterruptedException {
        List<String> left = Files.readAllLines(Path.of("/proc/mounts")).stream()
                .map(line -> line.split(" ", 3)[1])
                .filter(mount -> mount.startsWith(folder.toAbsolutePath() + "/"))
                .toList();
        for (String mount : left) {
            command("umount", "-l", mount);
        }
    }

    void unmount() throws IOException, InterruptedException {
        command("umount", "-l", folder.toString());
    }

    private static boolean command(String... words) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }
}
