package dev.serai.upkeep;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long things are kept.
 *
 * @param batch rows that one short transaction deletes
 * @param batches transactions of one rule in one run; the next run goes on
 * @param keep by rule, which is the name of a file in {@code sql/retention}; zero keeps for ever
 * @param files of folders below the data folder that hold files in passing, left by a killed process
 * @param logSize a log file of an embedded server that outgrows this is emptied
 */
@ConfigurationProperties("serai.retention")
record RetentionSettings(
        @DefaultValue("500") int batch,
        @DefaultValue("200") int batches,
        Map<String, Duration> keep,
        @DefaultValue("24h") Duration files,
        @DefaultValue("16MB") org.springframework.util.unit.DataSize logSize,
        @DefaultValue Bucket bucket) {

    /**
     * What an object store keeps beside the objects.
     *
     * @param uploads parts of uploads that were never completed
     * @param versions replaced or deleted versions of objects, where the bucket keeps versions
     */
    record Bucket(
            @DefaultValue("48h") Duration uploads,
            @DefaultValue("30d") Duration versions) {}

    RetentionSettings {
        keep = keep == null ? Map.of() : Map.copyOf(keep);
        if (batch < 1 || batches < 1) {
            throw new IllegalArgumentException(
                    "serai.retention.batch is %d and serai.retention.batches is %d; both must be at least 1"
                            .formatted(batch, batches));
        }
        keep.forEach((rule, time) -> {
            if (time.isNegative()) {
                throw new IllegalArgumentException(
                        "serai.retention.keep.%s is %s; give a time like 30d, or 0 to keep for ever"
                                .formatted(rule, time));
            }
        });
    }
}
