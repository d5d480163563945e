package dev.serai.access;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads claims by path; a value of another type than expected counts as absent. */
record Claims(Map<String, Object> values) {

    static Claims of(JWTClaimsSet claims) {
        return new Claims(claims.getClaims());
    }

    /** The different texts found at the paths. */
    Set<String> texts(List<String> paths) {
        return paths.stream()
                .map(this::at)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The words at the first path that holds any: a list of texts, or one text of words between blanks. */
    List<String> words(List<String> paths) {
        return paths.stream()
                .map(this::at)
                .map(Claims::split)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** A claim may itself be named with dots, so the whole path is tried as a name first. */
    private @Nullable Object at(String path) {
        if (values.containsKey(path)) {
            return values.get(path);
        }
        Object current = values;
        for (String name : path.split("\\.", -1)) {
            current = current instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return current;
    }

    private static List<String> split(@Nullable Object value) {
        return switch (value) {
            case String text ->
                Arrays.stream(text.split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .toList();
            case List<?> list ->
                list.stream().filter(Objects::nonNull).map(Object::toString).toList();
            case null, default -> List.of();
        };
    }
}
