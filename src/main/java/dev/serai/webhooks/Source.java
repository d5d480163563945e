package dev.serai.webhooks;

import java.time.Instant;
import java.util.List;

/**
 * A sender of webhooks, ready to be judged.
 *
 * @param live whether events of the sender's live mode are taken
 * @param test whether events of its test mode are taken
 * @param secrets empty: the source is off
 */
record Source(String name, SourceSettings settings, Scheme scheme, List<Secret> secrets, boolean live, boolean test) {
    boolean isOff() {
        return secrets.isEmpty();
    }

    Verdict judge(Headers headers, byte[] body, Instant now) {
        return scheme.judge(headers, body, secrets, now);
    }
}
