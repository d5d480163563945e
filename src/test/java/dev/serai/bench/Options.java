package dev.serai.bench;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code name=value} words of the command line. */
record Options(Map<String, String> values) {
    static Options of(List<String> words) {
        return new Options(words.stream()
                .filter(word -> !word.isBlank())
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "")));
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, Integer.toString(otherwise)));
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }
}
