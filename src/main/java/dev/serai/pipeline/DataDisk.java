package dev.serai.pipeline;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Asks the file system itself. What is reserved for root counts as used: the hub cannot write there. */
final class DataDisk implements DiskUsage {
    private final Path folder;

    DataDisk(Path folder) {
        this.folder = folder;
    }

    @Override
    public double share() {
        try {
            FileStore store = Files.getFileStore(folder);
            long total = store.getTotalSpace();
            return total <= 0 ? 0 : 1.0 - (double) store.getUsableSpace() / total;
        } catch (IOException e) {
            return 1; // a folder that cannot be asked cannot be written to
        }
    }
}
