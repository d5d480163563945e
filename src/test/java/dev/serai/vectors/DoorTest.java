package dev.serai.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsNoUnitVectorIsRefusedAndNothingChanges() throws IOException {
        try (VectorStore store = VectorStore.open(folder, VectorSettings.of(2))) {
            store.apply("org", List.of(document(0.6f, 0.8f)), 1);

            assertRefused(store, "row 3 of document d has 3 numbers, expected 2", 1, 0, 0);
            assertRefused(store, "row 3 of document d holds NaN at 1", 1, Float.NaN);
            assertRefused(store, "row 3 of document d holds -Infinity at 0", Float.NEGATIVE_INFINITY, 0);
            assertRefused(store, "row 3 of document d has length 0.5, expected 1", 0.5f, 0);
            assertRefused(store, "row 3 of document d has length 0.0, expected 1", 0, 0);

            assertThat(store.position("org")).isEqualTo(1);
            assertThat(store.search(Samples.query("org", new float[] {1, 0}, 9)))
                    .containsExactly(new VectorMatch("d", 1, 3, 0.6f));
        }
    }

    @Test
    void aStoreOfAnotherDimensionHoldsNothing() throws IOException {
        try (VectorStore store = VectorStore.open(folder, VectorSettings.of(2))) {
            store.apply("org", List.of(document(0.6f, 0.8f)), 1);
        }
        try (VectorStore store = VectorStore.open(folder, VectorSettings.of(3))) {
            assertThat(store.damaged())
                    .singleElement()
                    .satisfies(d -> assertThat(d.why()).contains("dimension 2, expected 3"));
            assertThat(store.position("org")).isZero();
        }
    }

    private static void assertRefused(VectorStore store, String why, float... vector) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.apply("org", List.of(new VectorUpdate.Delete("d"), document(vector)), 2))
                .withMessage(why);
        assertThatIllegalArgumentException().isThrownBy(() -> store.search(Samples.query("org", vector, 1)));
    }

    private static VectorUpdate document(float... vector) {
        return new VectorUpdate.Upsert("d", 1, "letter", List.of(new VectorRow(3, vector)));
    }
}
