package dev.serai.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} against the code. Answers link to its sections. */
class ErrorCodesTest {
    private static final Pattern CODE = Pattern.compile("SERAI-[A-Z]+-\\d{3}");

    @Test
    void each_reason_has_a_section_that_names_its_slug_and_status() throws IOException {
        String page = page();
        for (Reason reason : Reason.values()) {
            assertThat(section(page, reason.code()))
                    .as("docs/errors.md, section of %s", reason.code())
                    .contains("(`%s`, status %d)".formatted(reason.slug(), reason.status()))
                    .contains("- Caller: ")
                    .contains("- Operator: ");
        }
    }

    @Test
    void the_sections_are_exactly_the_codes_that_the_hub_can_say() throws IOException {
        assertThat(headings()).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(headings())).isEqualTo(codesInTheSources());
    }

    @Test
    void no_two_reasons_share_a_code_or_a_slug() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::code)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Reason.values()).map(Reason::slug)).doesNotHaveDuplicates();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/errors.md"));
    }

    private static List<String> headings() throws IOException {
        return page().lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
    }

    private static String section(String page, String code) {
        int start = page.indexOf("## " + code + "\n");
        assertThat(start).as("docs/errors.md has a heading ## %s", code).isNotNegative();
        int end = page.indexOf("\n## ", start);
        return page.substring(start, end < 0 ? page.length() : end).replaceAll("\\s+", " ");
    }

    private static Set<String> codesInTheSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            List<Path> sources = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*\\.(java|sql|yaml|properties)"))
                    .toList();
            return sources.stream().flatMap(ErrorCodesTest::codes).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Stream<String> codes(Path file) {
        try {
            Matcher matcher = CODE.matcher(Files.readString(file));
            return matcher.results().map(result -> result.group());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
