package dev.serai.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The SQL that routes name is on the class path. */
final class ResourcesCheck implements Check {
    private static final Pattern RESOURCE = Pattern.compile("classpath:/*([^\\s?]+)");

    private final Set<String> used = new TreeSet<>();

    @Override
    public Stream<Finding> over(List<RouteFile> files) {
        return files.stream()
                .flatMap(file -> file.root().scalars())
                .flatMap(
                        text -> RESOURCE.matcher(text.text()).results().flatMap(found -> require(text, found.group(1))))
                .toList()
                .stream();
    }

    /** The resources that the routes name, once they were checked. */
    Set<String> used() {
        return Set.copyOf(used);
    }

    private Stream<Finding> require(Item place, String resource) {
        used.add(resource);
        if (ResourcesCheck.class.getClassLoader().getResource(resource) != null) {
            return Stream.empty();
        }
        String folder = resource.contains("/") ? resource.substring(0, resource.lastIndexOf('/') + 1) : "";
        return Stream.of(place.finding(
                Rule.RESOURCE,
                "classpath:" + resource + " does not exist",
                Nearest.orElse(resource, beside(folder), "add the file or correct the path")));
    }

    private static Set<String> beside(String folder) {
        try {
            Resource[] found = new PathMatchingResourcePatternResolver().getResources("classpath*:sql/**/*.sql");
            return Stream.of(found)
                    .map(ResourcesCheck::path)
                    .filter(path -> path.startsWith(folder) || !folder.startsWith("sql/"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String path(Resource resource) {
        try {
            String url = resource.getURL().getPath();
            return url.substring(url.lastIndexOf("/sql/") + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
