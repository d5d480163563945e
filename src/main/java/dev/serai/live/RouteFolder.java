package dev.serai.live;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder with route files on this node's disk. Names that begin with a dot are no business of ours: editors keep
 * their drafts so, and Kubernetes the versions behind the links of a mounted ConfigMap.
 */
final class RouteFolder {
    private static final String ENDING = ".camel.yaml";

    private final Path folder;

    RouteFolder(Path folder) {
        this.folder = folder;
    }

    /** Content by path below the folder, with slashes. */
    Map<String, String> read() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file :
                    all.filter(file -> file.toString().endsWith(ENDING)).toList()) {
                Path below = folder.relativize(file);
                if (!isHidden(below)) {
                    contents.put(below.toString().replace('\\', '/'), Files.readString(file));
                }
            }
        }
        return contents;
    }

    private static boolean isHidden(Path below) {
        for (Path name : below) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
