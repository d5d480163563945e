package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplatesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @BeforeEach
    void aTemplate() throws IOException {
        write("news.subject.txt", "News for {{name}}");
        write("news.txt", "Hello {{name}}");
        write("news.html", "<p>Hello {{name}}</p>");
        write("news.example.json", "{\"name\": \"Ada\"}");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private void edit(String name, String content, int second) throws IOException {
        write(name, content);
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.ofEpochSecond(1_000_000_000 + second)));
    }

    @Test
    void htmlIsEscapedAndTextIsNot() {
        Rendered rendered = new Templates(folder, JSON).render("news", Map.of("name", "<Ada & \"co\">"));

        assertThat(rendered)
                .isEqualTo(new Rendered(
                        "News for <Ada & \"co\">",
                        "Hello <Ada & \"co\">",
                        "<p>Hello &lt;Ada &amp; &quot;co&quot;&gt;</p>"));
    }

    @Test
    void everyMistakeOfEveryTemplateIsNamedAtStart() throws IOException {
        write("news.txt", "Hello {{nmae}}");
        write("half.subject.txt", "x");
        write("open.subject.txt", "{{#a}}");
        write("open.txt", "x");
        write("open.html", "x");
        write("open.example.json", "{}");

        assertThatThrownBy(() -> new Templates(folder, JSON))
                .hasMessageStartingWith("SERAI-MAIL-011")
                .hasMessageContaining("nmae")
                .hasMessageContaining("half.txt cannot be read")
                .hasMessageContaining("open.subject.txt");
    }

    @Test
    void aMissingVariableIsNoEmptyWord() {
        Templates templates = new Templates(folder, JSON);

        assertThatThrownBy(() -> templates.render("news", Map.of())).isInstanceOf(UnfitMailException.class);
        assertThatThrownBy(() -> templates.render("../news", Map.of())).isInstanceOf(UnfitMailException.class);
    }

    @Test
    void anEditCountsFromTheNextMailOnAndABrokenOneLeavesTheLast() throws IOException {
        Templates templates = new Templates(folder, JSON);

        edit("news.txt", "Dear {{name}}", 1);
        assertThat(templates.render("news", Map.of("name", "Ada")).text()).isEqualTo("Dear Ada");
        edit("news.txt", "Dear {{nobody}}", 2);
        assertThat(templates.render("news", Map.of("name", "Ada")).text()).isEqualTo("Dear Ada");
        edit("news.txt", "Hi {{name}}", 3);
        assertThat(templates.render("news", Map.of("name", "Ada")).text()).isEqualTo("Hi Ada");
    }

    @Test
    void theHubsOwnTemplatesAreWhatOtherPartsRelyOn() {
        Templates templates = new Templates(Path.of("config/mail"), JSON);
        Map<String, Object> alert = Map.of(
                "title", "t", "severity", "P2", "source", "s", "since", "now", "text", "x", "runbook", "", "link", "");

        assertThat(templates.render("alert", alert).text()).doesNotContain("Runbook");
        assertThat(templates
                        .render("notice", Map.of("text", "x", "orgName", "o"))
                        .subject())
                .isEqualTo("News about o");
    }
}
