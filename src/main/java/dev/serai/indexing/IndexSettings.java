package dev.serai.indexing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param poll longest time until a change is applied that no search waits for
 * @param patience how long a search waits for changes that were committed before it began
 */
@ConfigurationProperties("serai.index")
record IndexSettings(
        @DefaultValue("1s") Duration poll,
        @DefaultValue("2s") Duration patience) {}
