package dev.serai.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private final Api api = TestHub.shared().anonymous();

    @Test
    void theLinkInARefusalLeadsToASection() {
        String type = api.get("/nowhere").json().path("type").asText();
        String[] parts = type.split("#", 2);

        assertThat(type).startsWith("/docs/errors#serai-http-");
        assertThat(api.get(parts[0]).text()).contains("id=\"" + parts[1] + "\"");
    }

    @Test
    void everyListedPageIsThere() {
        String contents = api.get("/docs").text();

        assertThat(hrefs(contents))
                .contains("/docs/README", "/docs/CHANGELOG", "/docs/errors", "/docs/adr-0002-own-http-gate");
        assertThat(hrefs(contents))
                .filteredOn(href -> href.startsWith("/docs/"))
                .allSatisfy(href -> assertThat(api.get(href).status()).isEqualTo(200));
    }

    @Test
    void linksBetweenFilesLeadToPages() {
        assertThat(hrefs(api.get("/docs/README").text()))
                .contains("/docs/errors", "/docs/adr-0002-own-http-gate", "/docs/CHANGELOG")
                .doesNotContain("docs/errors.md");
    }

    @Test
    void everyLinkOfEveryPageLeadsSomewhere() {
        Set<String> pages = new TreeSet<>(hrefs(api.get("/docs").text()));
        Set<String> links = new TreeSet<>(pages);
        pages.forEach(page -> links.addAll(hrefs(api.get(page).text())));

        assertThat(links).allMatch(href -> href.matches("(/|#|https?://).*"));
        assertThat(links)
                .filteredOn(href -> href.startsWith("/"))
                .allSatisfy(href ->
                        assertThat(api.get(href.replaceAll("#.*", "")).status()).isEqualTo(200));
    }

    @Test
    void aPageIsNamedByItsHeading() {
        assertThat(api.get("/docs/errors").text()).contains("<title>Error codes</title>");
    }

    private static List<String> hrefs(String html) {
        return Pattern.compile("href=\"([^\"]*)\"")
                .matcher(html)
                .results()
                .map((MatchResult link) -> link.group(1))
                .toList();
    }
}
