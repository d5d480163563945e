package dev.serai.routes;

import java.util.List;
import java.util.stream.Stream;

/** The structure that Camel's YAML DSL accepts, by its own JSON schema. */
final class SchemaCheck implements Check {
    private final RouteSchema schema = RouteSchema.get();

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream().map(RouteFile::root).flatMap(root -> schema.check(root).stream());
    }
}
