package dev.serai.routes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of routes that can be read.
 *
 * @param folder the folder right above it; empty for a file that lies in no folder
 * @param stem its name without {@code .camel.yaml}
 */
record RouteFile(String folder, String stem, Item root) {
    static final String ENDING = ".camel.yaml";

    /** {@code path} is the file's path below the folder of all routes, with slashes. */
    static RouteFile of(String path, Item root) {
        int slash = path.lastIndexOf('/');
        String above = slash < 0 ? "" : path.substring(0, slash);
        String name = path.substring(slash + 1, path.length() - ENDING.length());
        return new RouteFile(above.substring(above.lastIndexOf('/') + 1), name, root);
    }

    /** What the ids of its routes begin with. */
    String prefix() {
        return folder.isEmpty() ? stem : folder + "-" + stem;
    }

    List<Item> routes() {
        return top("route").toList();
    }

    List<Item> configurations() {
        return top("routeConfiguration").toList();
    }

    private Stream<Item> top(String kind) {
        return root.items().stream().map(item -> item.get(kind)).flatMap(Optional::stream);
    }
}
