package dev.serai.webhooks;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * A sender of webhooks, as configured.
 *
 * @param scheme how it signs
 * @param secrets all that are live or were; without any the source is off
 * @param mode whether events made in the sender's test mode are taken
 * @param accounts connected accounts whose events are taken besides the sender's own
 * @param silentAfter without an event for so long an alert is raised; zero: never
 * @param recover the service that events are fetched from again; empty: it has none
 * @param header of the scheme hmac: carries the signature behind {@code prefix}
 * @param content of the scheme hmac: what is signed
 * @param timestampHeader of the scheme hmac: signed seconds since 1970; empty: none
 * @param idField where the body has the event's id, as a JSON pointer; without it the signed id, or the body's hash
 * @param typeField where the body has the event's type, as a JSON pointer
 * @param typeHeader the header with the event's type; empty: the body has it
 */
record SourceSettings(
        SchemeName scheme,
        @DefaultValue List<SecretSettings> secrets,
        @DefaultValue("any") Mode mode,
        @DefaultValue List<String> accounts,

        @DefaultValue("0") @DurationUnit(java.time.temporal.ChronoUnit.SECONDS)
        Duration silentAfter,

        @DefaultValue("") String recover,
        @DefaultValue("") String header,
        @DefaultValue("") String prefix,
        @DefaultValue("hex") Encoding encoding,
        @DefaultValue("HmacSHA256") String algorithm,
        @DefaultValue("{body}") String content,
        @DefaultValue("") String timestampHeader,
        @DefaultValue("") String idField,
        @DefaultValue("/type") String typeField,
        @DefaultValue("") String typeHeader) {

    enum SchemeName {
        STRIPE,
        STANDARD,
        HMAC,
        /** Amazon SNS; the topics that are taken stand in the place of secrets. */
        SNS
    }

    enum Mode {
        LIVE,
        TEST,
        ANY,
        /** Live in the production profile, test elsewhere. */
        BY_PROFILE
    }

    /**
     * @param value one secret, or several that are all live, with commas between them
     * @param expires ISO 8601 moment from which they verify nothing any more; empty: never
     */
    record SecretSettings(
            @DefaultValue("") String value,
            @DefaultValue("") String expires) {

        /** The value of a setting is a secret. */
        @Override
        public String toString() {
            return "SecretSettings[***]";
        }
    }
}
