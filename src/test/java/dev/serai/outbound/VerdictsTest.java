package dev.serai.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean, and when a message is sent again. */
class VerdictsTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    private static final List<Duration> PUBLISHED = List.of(
            Duration.ZERO,
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private final OutboundSettings settings = OutboundSamples.settings(PUBLISHED);
    private final Verdicts verdicts = new Verdicts(settings, NOW, RandomGenerator.getDefault());

    @ParameterizedTest
    @CsvSource({
        "200, SUCCEEDED, ",
        "204, SUCCEEDED, ",
        "299, SUCCEEDED, ",
        "301, FAILED, redirect",
        "302, FAILED, redirect",
        "307, FAILED, redirect",
        "400, FAILED, status",
        "401, FAILED, status",
        "404, FAILED, status",
        "410, GONE, gone",
        "429, FAILED, status",
        "500, FAILED, status",
        "503, FAILED, status",
    })
    void anAnswerIsJudgedByItsStatus(int status, Attempt.Outcome outcome, String code) {
        Attempt attempt = verdicts.of(new WebhookClient.Reply(status, "said", null));

        assertThat(attempt.outcome()).isEqualTo(outcome);
        assertThat(attempt.code()).isEqualTo(code);
        assertThat(attempt.status()).isEqualTo(status);
        assertThat(attempt.answer()).isEqualTo("said");
    }

    @Test
    void noAnswerIsAFailureWithItsCause() {
        assertThat(List.<IOException>of(
                        new BlockedAddressException("10.0.0.5 is a private address"),
                        new UnknownHostException("nowhere.example"),
                        new WebhookClient.TooSlowException(Duration.ofSeconds(15), new IOException()),
                        new SocketTimeoutException("Read timed out"),
                        new SSLHandshakeException("certificate_unknown"),
                        new ConnectException("Connection refused"),
                        new IOException("x")))
                .extracting(e -> verdicts.of(e).code())
                .containsExactly("blocked", "dns", "timeout", "timeout", "tls", "connect", "broken");
        assertThat(verdicts.of(new BlockedAddressException("10.0.0.5 is a private address"))
                        .message())
                .isEqualTo("blocked: 10.0.0.5 is a private address");
    }

    @Test
    void theDefaultScheduleIsThePublishedOneWithALittleJitter() {
        Attempt failed = Attempt.failed("status", "answered 500");

        for (int failures = 0; failures < 9; failures++) {
            Duration planned = PUBLISHED.get(failures + 1);
            assertThat(verdicts.wait(failed, failures).orElseThrow())
                    .isBetween(planned, planned.plus(planned.dividedBy(10)));
        }
        assertThat(verdicts.wait(failed, 9)).isEmpty();
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> verdicts.wait(failed, 5))
                        .distinct())
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @CsvSource({
        "429, 60, 60",
        "502, 60, 60",
        "503, 60, 60",
        "504, 60, 60",
        "503, 'Sun, 01 Mar 2026 12:02:00 GMT', 120",
        "503, 999999999, 3600",
        "503, 'Sun, 01 Mar 2099 12:02:00 GMT', 3600",
    })
    void aBusyReceiverIsLeftAloneAsLongAsItAsksWithinBounds(int status, String retryAfter, long seconds) {
        Attempt attempt = verdicts.of(new WebhookClient.Reply(status, "", retryAfter));

        assertThat(attempt.quiet()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(verdicts.wait(attempt, 0)).hasValue(Duration.ofSeconds(seconds));
        assertThat(verdicts.wait(attempt, 7).orElseThrow()).isGreaterThanOrEqualTo(Duration.ofHours(14));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "0", "", "Sun, 01 Mar 2020 12:02:00 GMT", "99999999999999999999"})
    void aRetryAfterThatSaysNothingAsksForNothing(String retryAfter) {
        assertThat(verdicts.of(new WebhookClient.Reply(503, "", retryAfter)).quiet())
                .isNull();
        assertThat(verdicts.of(new WebhookClient.Reply(500, "", "60")).quiet()).isNull();
    }

    @Test
    void whatTheHubCouldNotDoIsTriedAgainWithoutCountingAsAFailure() {
        assertThat(verdicts.wait(Attempt.interrupted("no key"), 9)).hasValue(Duration.ofMinutes(1));
        assertThat(verdicts.wait(verdicts.of(new WebhookClient.Reply(410, "", null)), 0))
                .isEmpty();
    }
}
