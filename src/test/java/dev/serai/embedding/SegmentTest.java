package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "two words ", "\uD83D\uDE00", "a\tb\r\nc "})
    void joinedSegmentsAreTheText(String part) {
        String text = part.repeat(5000);

        String joined = segments(text).stream().map(Segment::text).collect(Collectors.joining());

        assertThat(joined).isEqualTo(text);
    }

    @Test
    void cutsStandBehindBlanks() {
        List<Segment> segments = segments("word ".repeat(5000));

        assertThat(segments).hasSizeGreaterThan(2).allSatisfy(segment -> {
            assertThat(segment.text()).endsWith("word ").hasSizeLessThanOrEqualTo(Segment.LENGTH);
            assertThat(segment.start() % 5).isZero();
        });
    }

    @Test
    void aPairIsNotTornInAWordWithoutEnd() {
        List<Segment> segments = segments("x" + "\uD83D\uDE00".repeat(10_000));

        assertThat(segments)
                .hasSizeGreaterThan(2)
                .noneSatisfy(segment -> assertThat(segment.text()).contains("\uFFFD"));
    }

    @Test
    void halfAPairIsReplacedByOneUnit() {
        assertThat(segments("a\uD800b\uDC00\uD83D\uDE00"))
                .containsExactly(new Segment(0, "a\uFFFDb\uFFFD\uD83D\uDE00"));
    }

    private static List<Segment> segments(String text) {
        List<Segment> segments = new ArrayList<>();
        Segment.of(text).forEach(segments::add);
        return segments;
    }
}
