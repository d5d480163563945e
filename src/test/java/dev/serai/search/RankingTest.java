package dev.serai.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.apache.lucene.search.ScoreDoc;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final int POOL = 3;

    @Test
    void scoresAreScaledInsideTheirPoolAndAveraged() {
        List<ScoreDoc> words = List.of(hit(1, 12), hit(2, 6), hit(3, 4));
        List<ScoreDoc> near = List.of(hit(2, 0.9f), hit(4, 0.7f), hit(1, 0.5f));

        assertThat(Ranking.fused(words, near, POOL, 10))
                .extracting(hit -> hit.doc, hit -> hit.score)
                .containsExactly(tuple(2, 0.625f), tuple(1, 0.5f), tuple(4, 0.25f), tuple(3, 0f));
    }

    @Test
    void whatWordsFoundBesideAFullPoolCountsFromZero() {
        List<ScoreDoc> words = List.of(hit(1, 12), hit(2, 6));

        assertThat(Ranking.fused(words, List.of(), POOL, 10))
                .extracting(hit -> hit.doc, hit -> hit.score)
                .containsExactly(tuple(1, 0.5f), tuple(2, 0.25f));
    }

    @Test
    void aLoneHitAndEqualScoresCountInFull() {
        assertThat(Ranking.fused(List.of(), List.of(hit(7, -0.2f)), POOL, 10))
                .extracting(hit -> hit.doc, hit -> hit.score)
                .containsExactly(tuple(7, 0.5f));
        assertThat(Ranking.fused(List.of(hit(3, 2), hit(1, 2), hit(2, 2)), List.of(), POOL, 2))
                .extracting(hit -> hit.doc, hit -> hit.score)
                .containsExactly(tuple(1, 0.5f), tuple(2, 0.5f));
    }

    @Test
    void nothingGivesNothing() {
        assertThat(Ranking.fused(List.of(), List.of(), POOL, 10)).isEmpty();
    }

    private static ScoreDoc hit(int doc, float score) {
        return new ScoreDoc(doc, score);
    }

}
