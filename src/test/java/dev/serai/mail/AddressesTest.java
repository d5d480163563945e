package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hostile rows can do to a mail's head and words: nothing. */
class AddressesTest {
    private static final String HOSTILE =
            "Ada\r\nBcc: victim@example.com\r\n\r\n<script>alert(1)</script>\u0000\u202e\u2028x";

    private final Templates templates = new Templates(Path.of("config/mail"), new ObjectMapper());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@example.com\r\nBcc: b@example.com",
                "a@example.com,b@example.com",
                "a@example.com;b@example.com",
                "Ada <a@example.com>",
                "a@b@example.com",
                "\"a b\"@example.com",
                "a@",
                "@example.com",
                "plain",
                "a b@example.com",
                "a@example.com ",
                "a@exa mple.com",
                "a\u0000@example.com",
                "a@[127.0.0.1]",
                "ä@example.com",
                "a..b@example.com",
                ".a@example.com",
                "a@-example.com",
                "a@example..com",
                "a@example.com.",
                "group: a@example.com;"
            })
    void badDay58_whatIsNotOnePlainAddressIsRefused(String text) {
        assertThatThrownBy(() -> Addresses.one(text))
                .isInstanceOf(UnfitMailException.class)
                .hasMessageNotContaining(text);
    }

    @Test
    void aDomainOfAnyScriptBecomesAscii() {
        assertThat(Addresses.one("a.b+c@Bücher.example").getAddress()).isEqualTo("a.b+c@xn--bcher-kva.example");
    }

    @Test
    void aNameOfAnyScriptIsEncoded() {
        assertThat(Addresses.named("a@example.com", "Zoë Žižek").toString())
                .startsWith("=?UTF-8?")
                .endsWith(" <a@example.com>");
    }

    @Test
    void aLongNameIsCutBetweenCharacters() {
        String words = Addresses.words("😀".repeat(300));

        assertThat(words.codePointCount(0, words.length())).isLessThanOrEqualTo(200);
        assertThat(words.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF))
                .isTrue();
    }

    @Test
    void badDay58_lineEndsInNamesAndVariablesAddNoHeaderAndNoMarkup() throws Exception {
        Rendered words = templates.render("notice", Map.of("text", HOSTILE, "orgName", HOSTILE));
        MailSettings.Smtp none = new MailSettings.Smtp("127.0.0.1", 587, "", "");
        OwnMessage message =
                new Composer(Samples.settings(none)).message(1, "a@example.com", HOSTILE, Instant.EPOCH, words);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);

        String head = out.toString(StandardCharsets.UTF_8).split("\r\n\r\n", 2)[0];
        assertThat(head.lines().filter(line -> line.matches("(?i)bcc:.*"))).isEmpty();
        assertThat(message.getAllRecipients()).hasSize(1);
        assertThat(message.getSubject()).doesNotContain("\r", "\n", "\u0000", "\u202e");
        assertThat(words.html()).doesNotContain("<script>").contains("&lt;script&gt;");
    }

    @Test
    void aLinkLeadsToTheWebOrNowhere() {
        Map<String, Object> variables =
                Map.of("firstName", "plain", "orgName", "b", "date", "c", "link", "javascript:alert(1)");

        assertThatThrownBy(() -> templates.render("checkin-reminder", variables))
                .isInstanceOf(UnfitMailException.class);
    }
}
