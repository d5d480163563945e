package dev.serai.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The folder with route files on this node's disk. */
final class RouteFolder {
    private static final String ENDING = ".camel.yaml";

    private final Path folder;

    RouteFolder(Path folder) {
        this.folder = folder;
    }

    /** Content by path below the folder, with slashes. */
    Map<String, String> read() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> file.toString().endsWith(ENDING)).toList();
        }
        Map<String, String> contents = new TreeMap<>();
        for (Path file : files) {
            contents.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
        }
        return contents;
    }
}
