package dev.serai.pipeline;

import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of attempts that take suspiciously long. They are never run twice: their lease is alive. */
public final class StuckJobs {
    private static final Logger log = LoggerFactory.getLogger(StuckJobs.class);

    /** Body: rows of {@code stuck-report.sql}; one line for each attempt, once. */
    public void warn(Exchange exchange) {
        for (Object row : exchange.getMessage().getBody(List.class)) {
            var line = log.atWarn().addKeyValue("code", "SERAI-JOB-004");
            for (Map.Entry<?, ?> column : ((Map<?, ?>) row).entrySet()) {
                line = line.addKeyValue(String.valueOf(column.getKey()), column.getValue());
            }
            line.log("job is stuck");
        }
    }
}
