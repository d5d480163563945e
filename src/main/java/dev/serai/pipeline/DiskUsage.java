package dev.serai.pipeline;

/** How full the file system under the data folder is. */
@FunctionalInterface
public interface DiskUsage {
    /** 0 is empty, 1 is full for this process. */
    double share();
}
