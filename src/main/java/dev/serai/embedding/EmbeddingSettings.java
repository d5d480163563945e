package dev.serai.embedding;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where vectors come from.
 *
 * @param model name of the model as a remote service knows it
 * @param callers texts that the model in this process embeds at the same time, each on one core; 0 to try out what is fastest
 */
@ConfigurationProperties("serai.embedding")
record EmbeddingSettings(
        @DefaultValue("local") Provider provider,
        @DefaultValue("all-MiniLM-L6-v2") String model,
        @DefaultValue("0") int callers) {
    private static final int MOST_CALLERS = 1024;

    /** What the provider in this process has. */
    private static final String LOCAL_MODEL = "all-MiniLM-L6-v2";

    enum Provider {
        LOCAL,
        REMOTE
    }

    EmbeddingSettings {
        if (provider == Provider.LOCAL && !model.equals(LOCAL_MODEL)) {
            throw new IllegalArgumentException(
                    "serai.embedding.model is %s, but the provider local has %s; another model needs the provider remote"
                            .formatted(model, LOCAL_MODEL));
        }
        if (callers < 0 || callers > MOST_CALLERS) {
            throw new IllegalArgumentException(
                    "serai.embedding.callers is %d, expected 1 to %d, or 0 to try out what is fastest"
                            .formatted(callers, MOST_CALLERS));
        }
    }
}
