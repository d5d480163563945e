package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.access.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Features and the operations they gate must fit together, or the hub does not start. */
class FeaturesTest {
    private static final Features.Feature SEARCH = feature("search");
    private static final Features.Feature UPLOADS = feature("uploads");

    private final Contract contract = ContractReader.read();

    @Test
    void anOperationIsGatedByTheContractOrByTheConfiguration() {
        Features features = new Features(List.of(SEARCH, UPLOADS, feature("reading", "getDocument", "listDocuments")));

        assertThat(features.gates(contract))
                .containsEntry("searchDocuments", SEARCH)
                .containsEntry("uploadDocument", UPLOADS)
                .containsKeys("getDocument", "listDocuments")
                .doesNotContainKey("getHealth");
        assertThat(features.operations(UPLOADS, contract)).containsExactly("uploadDocument");
    }

    @Test
    void everythingThatDoesNotFitIsToldAtOnce() {
        Features features = new Features(
                List.of(UPLOADS, UPLOADS, feature("No Name"), feature("reading", "readDocument", "uploadDocument")));

        assertThatThrownBy(() -> features.gates(contract))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("searchDocuments names the unknown feature search")
                .hasMessageContaining("\"uploads\" is used twice")
                .hasMessageContaining("\"No Name\"")
                .hasMessageContaining("reading gates the unknown operation readDocument")
                .hasMessageContaining("uploadDocument is gated by uploads and by reading");
    }

    private static Features.Feature feature(String name, String... operations) {
        return new Features.Feature(name, true, name, Role.ORG_ADMIN, List.of(operations));
    }
}
