package dev.serai.text;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What one file may cost.
 *
 * @param timeout for one file; then its worker is killed
 * @param heap of one worker process
 * @param maxCharacters of one file's text, in UTF-16 units
 * @param workers files that are parsed at the same time
 * @param filesPerWorker after which a worker is replaced, so that leaks in parsers stay small
 */
@ConfigurationProperties("serai.text")
record ExtractionSettings(
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("256MB") DataSize heap,
        @DefaultValue("10000000") int maxCharacters,
        @DefaultValue("1") int workers,
        @DefaultValue("500") int filesPerWorker) {
    static ExtractionSettings defaults() {
        return new Binder().bindOrCreate("serai.text", ExtractionSettings.class);
    }
}
