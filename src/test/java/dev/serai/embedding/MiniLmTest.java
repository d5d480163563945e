package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MiniLmTest {
    @Test
    void otherContentThanExpectedIsNotLoaded() {
        assertThatThrownBy(() -> MiniLm.verified("all-minilm-l6-v2-q-tokenizer.json", "00"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has SHA-256 da0e79")
                .hasMessageEndingWith("expected 00");
        assertThatThrownBy(() -> MiniLm.verified("absent.onnx", "00")).hasMessageContaining("not on the class path");
    }

    @Test
    void aVectorThatIsNotFiniteIsRefused() {
        double[] raw = new double[MiniLm.DIMENSIONS];
        raw[3] = Double.NaN;

        assertThatThrownBy(() -> Vectors.normalised(raw, "The test")).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.EMBEDDING_INVALID);
            assertThat(refusal.detail()).startsWith("The test gave a vector of 384 numbers with length NaN");
        });
    }

    @Test
    void theCacheForgetsWhatWasAskedLongestAgo() {
        QueryCache cache = new QueryCache(2);
        cache.put("a", new float[] {1});
        cache.put("b", new float[] {2});
        assertThat(cache.get("a")).containsExactly(1);

        cache.put("c", new float[] {3});

        assertThat(cache.get("b")).isNull();
        assertThat(cache.get("a")).isNotNull();
        assertThat(cache.get("c")).isNotNull();
    }
}
