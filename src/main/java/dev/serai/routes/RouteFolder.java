package dev.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What lies in a folder of route files. Names that begin with a dot are left alone: editors keep their drafts so, and
 * Kubernetes the versions behind the links of a mounted ConfigMap.
 *
 * @param files content by path below the folder, with slashes
 * @param findings files that cannot be read, and why
 */
public record RouteFolder(Map<String, String> files, List<Finding> findings) {
    private static final int BYTES_OF_A_CHARACTER = 4; // none has more in UTF-8

    public RouteFolder {
        files = Map.copyOf(files);
        findings = List.copyOf(findings);
    }

    /** Files larger than any policy allows are not read. */
    public static RouteFolder read(Path folder) {
        return read(folder, YamlReader.OWN);
    }

    static RouteFolder read(Path folder, RoutePolicy.Limits limits) {
        Map<String, String> files = new TreeMap<>();
        List<Finding> findings = new ArrayList<>();
        for (Path path : paths(folder)) {
            read(folder, path, limits, files, findings);
        }
        return new RouteFolder(files, findings);
    }

    private static List<Path> paths(Path folder) {
        try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(path -> path.toString().endsWith(RouteFile.ENDING))
                    .filter(path -> !Files.isDirectory(path) && !isHidden(folder.relativize(path)))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The routes folder " + folder + " cannot be read", e);
        }
    }

    private static boolean isHidden(Path below) {
        for (Path name : below) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    private static void read(
            Path folder, Path path, RoutePolicy.Limits limits, Map<String, String> files, List<Finding> findings) {
        String name = slashes(path);
        try {
            long size = Files.size(path);
            if (size > (long) BYTES_OF_A_CHARACTER * limits.characters()) {
                new YamlReader(name, findings, limits).refuseSize(size);
            } else if (!path.toRealPath().startsWith(folder.toRealPath())) {
                findings.add(found(
                        name, Rule.FILE, "the file is a link out of the routes folder", "put the file itself there"));
            } else {
                files.put(slashes(folder.relativize(path)), Files.readString(path));
            }
        } catch (MalformedInputException e) {
            findings.add(found(name, Rule.YAML, "the file is not UTF-8", "save it as UTF-8"));
        } catch (IOException e) {
            String kind = e.getClass().getSimpleName();
            findings.add(found(name, Rule.YAML, "the file cannot be read: " + kind, "see its permissions"));
        }
    }

    private static Finding found(String name, Rule rule, String message, String suggestion) {
        return new Finding(name, 1, 1, rule.code(), message, suggestion);
    }

    static String slashes(Path path) {
        return path.toString().replace('\\', '/');
    }
}
