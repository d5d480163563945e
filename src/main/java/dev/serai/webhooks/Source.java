package dev.serai.webhooks;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sender of webhooks, ready to be judged.
 *
 * @param live whether events of the sender's live mode are taken
 * @param test whether events of its test mode are taken
 * @param secrets empty: the source is off
 * @param idAt where a body has its event's id; null where it has none that was signed
 * @param typeAt where a body has its event's type
 */
record Source(
        String name,
        SourceSettings settings,
        Scheme scheme,
        List<Secret> secrets,
        boolean live,
        boolean test,
        @Nullable JsonPointer idAt,
        JsonPointer typeAt) {
    boolean isOff() {
        return secrets.isEmpty();
    }

    Verdict judge(Headers headers, byte[] body, Instant now) {
        return scheme.judge(headers, body, secrets, now);
    }
}
