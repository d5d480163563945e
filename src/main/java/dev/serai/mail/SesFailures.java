package dev.serai.mail;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What an exception of Amazon's library means. A refusal with a reason is one. An error of the service (500, 502, 504) says
 * nothing of the mail, and neither does a connection that ended before the answer.
 */
final class SesFailures {
    private static final int UNAVAILABLE = 503;

    /** About this account's settings, not about this mail: it can go out when somebody has mended them. */
    private static final Set<String> OURS = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AccountSendingPausedException",
            "ExpiredToken",
            "IncompleteSignature",
            "InvalidClientTokenId",
            "MissingAuthenticationToken",
            "OptInRequired",
            "RequestExpired",
            "SignatureDoesNotMatch");

    private SesFailures() {}

    static Attempted of(SdkException failure) {
        return failure instanceof AwsServiceException answer ? answered(answer) : unanswered(failure);
    }

    private static Attempted answered(AwsServiceException answer) {
        String code =
                answer.awsErrorDetails() == null ? "" : answer.awsErrorDetails().errorCode();
        String named = code == null || code.isBlank() ? "status-" + answer.statusCode() : code;
        String said = "SES answered %d %s".formatted(answer.statusCode(), named);
        if (answer.isThrottlingException() || answer.statusCode() == UNAVAILABLE || OURS.contains(named)) {
            return Attempted.retry("ses-" + named, said);
        }
        return answer.statusCode() >= 500
                ? Attempted.unknown("ses-" + named, said)
                : Attempted.failed("ses-" + named, said);
    }

    /** Before the connection stood nothing can have been sent. */
    private static Attempted unanswered(SdkException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (isBefore(t)) {
                return Attempted.retry(
                        "connect", "No connection to SES: " + t.getClass().getSimpleName());
            }
            if (t instanceof IOException) {
                return Attempted.unknown("answer-lost", "The connection to SES ended before its answer");
            }
        }
        return Attempted.unknown(
                "answer-lost", "SES did not answer: " + failure.getClass().getSimpleName());
    }

    private static boolean isBefore(Throwable t) {
        return t instanceof ConnectException
                || t instanceof ConnectTimeoutException
                || t instanceof ConnectionPoolTimeoutException
                || t instanceof UnknownHostException
                || t instanceof NoRouteToHostException
                || t instanceof SSLHandshakeException;
    }
}
