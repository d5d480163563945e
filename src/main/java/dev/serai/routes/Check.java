package dev.serai.routes;

import java.util.List;
import java.util.stream.Stream;

/** One rule, or a few that belong together, over all files at once. */
@FunctionalInterface
interface Check {
    Stream<Finding> over(List<RouteFile> files);
}
