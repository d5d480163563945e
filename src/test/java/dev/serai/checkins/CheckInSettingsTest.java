package dev.serai.checkins;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckInSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:3000/check-ins/{session}",
                "https://127.0.0.1/check-ins/{session}",
                "http://[::1]/check-ins/{session}"
            })
    void productionLeadsNobodyToHisOwnMachine(String link) {
        assertThatThrownBy(() -> settings(link).require(true))
                .hasMessageContaining(link)
                .hasMessageContaining("set SERAI_CHECKINS_LINK");
        assertThatCode(() -> settings(link).require(false)).doesNotThrowAnyException();
    }

    @Test
    void aPageOfTheProductIsFine() {
        assertThatCode(() ->
                        settings("https://app.example.com/check-ins/{session}").require(true))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://app.example.com/{session}", "/check-ins/{session}", "mailto:ada@example.com"})
    void anythingButAPageIsRefused(String link) {
        assertThatThrownBy(() -> settings(link)).hasMessageContaining("serai.checkins.link is " + link);
    }

    private static CheckInSettings settings(String link) {
        return new CheckInSettings(
                link, "scheduler", new CheckInSettings.Defaults(true, List.of(1, 2, 3, 4, 5), 1, true, 7));
    }
}
