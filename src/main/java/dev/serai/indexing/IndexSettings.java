package dev.serai.indexing;

import dev.serai.search.SearchIndex;
import dev.serai.vectors.VectorSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param poll longest time until a change is applied that no search waits for
 * @param patience how long a search waits for changes that were committed before it began
 * @param vectorWeight what nearness counts in a hybrid ranking, 0 to 1; words count the rest
 */
@ConfigurationProperties("serai.index")
record IndexSettings(
        @DefaultValue("1s") Duration poll,
        @DefaultValue("2s") Duration patience,
        @DefaultValue("0.25") double vectorWeight,
        @DefaultValue Vectors vectors) {
    IndexSettings {
        if (!(vectorWeight >= 0 && vectorWeight <= 1)) {
            throw new IllegalArgumentException(
                    "serai.index.vector-weight is %s, expected 0 to 1".formatted(vectorWeight));
        }
    }

    /** As {@link VectorSettings} has them. */
    record Vectors(
            @DefaultValue("500") int exactRows,
            @DefaultValue("800") int rescored,
            @DefaultValue("20") int rescoredPercent,
            @DefaultValue("1000") int clusteredRows,
            @DefaultValue("12") int probedPercent,
            @DefaultValue("30") int deadPercent) {

        VectorSettings settings() {
            return new VectorSettings(
                    SearchIndex.DIMENSION,
                    exactRows,
                    rescored,
                    rescoredPercent,
                    clusteredRows,
                    probedPercent,
                    deadPercent);
        }
    }
}
