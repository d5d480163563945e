package dev.serai.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sets of the demo data room are sound, and search stays as good on them as docs/evaluation.md says, or nearly. */
class DemoEvaluationTest {
    @ParameterizedTest
    @CsvSource({"plain, 0.79, 0.92", "named, 0.89, 0.94"})
    void hybridSearchFindsTheAnswers(String set, double ndcg, double recall) throws Exception {
        Outcome outcome = Evaluation.of(Path.of("ops/demo/evaluation", set), 10, 0.25, line -> {});

        assertThat(outcome).asInstanceOf(type(Outcome.Measured.class)).satisfies(measured -> {
            Scores hybrid = measured.means().get("hybrid");
            assertThat(hybrid.ndcg()).isGreaterThan(ndcg);
            assertThat(hybrid.recall()).isGreaterThan(recall);
        });
    }
}
