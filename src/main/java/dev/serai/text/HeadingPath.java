package dev.serai.text;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The headings that a place in a document stands under. */
final class HeadingPath {
    private record Step(int level, String label) {}

    private final Deque<Step> steps = new ArrayDeque<>();

    void enter(int level, String heading) {
        while (!steps.isEmpty() && steps.getLast().level() >= level) {
            steps.removeLast();
        }
        steps.addLast(new Step(level, ChunkContext.label(heading)));
    }

    List<String> labels() {
        return steps.stream().map(Step::label).filter(label -> !label.isEmpty()).toList();
    }
}
