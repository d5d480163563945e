package dev.serai.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighlightsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "does vesting accelerate | Unvested shares vest; vesting accelerates once. | vest,vesting,accelerates",
                "the tenant's duties | The Tenant has the duty to pay. | Tenant,duty",
                "how much is the fee | Fees of $1,500 are due. | Fees",
                "Haftung des Auftragsverarbeiters | Die Haftung des Auftragsverarbeiters endet. |"
                        + " Haftung,des,Auftragsverarbeiters",
                "договор аренды | Этот договор подписан. | договор",
                "賃貸 | 賃貸契約 | 賃,貸",
                "revenue | Nothing of the kind. | ''"
            })
    void wordsAreMarkedByTheirStem(String query, String passage, String marked) {
        assertThat(String.join(",", marked(query, passage))).isEqualTo(marked);
    }

    /** The text goes out as it is; whoever shows it escapes it, piece by piece between these offsets. */
    @Test
    void offsetsCountUnitsOfTheTextWithItsMarkup() {
        String passage = "<b>\uD83D\uDCC4 Rent</b> & rent";

        assertThat(Highlights.of("rent", passage))
                .containsExactly(new Highlights.Span(6, 10), new Highlights.Span(17, 21));
    }

    private static List<String> marked(String query, String passage) {
        return Highlights.of(query, passage).stream()
                .map(span -> passage.substring(span.start(), span.end()))
                .toList();
    }
}
