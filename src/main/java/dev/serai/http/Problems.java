package dev.serai.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Turns whatever went wrong into problem+json (RFC 9457); only what is known is told to the caller. */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    /** SQL states: no connection, read-only after a failover, out of connections or disk, shut down, I/O error. */
    private static final List<String> DATABASE_DOWN = List.of("08", "25006", "53", "57P", "58");

    private Problems() {}

    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Problem(
            String type,
            String title,
            int status,
            String code,
            String reason,
            String detail,
            @Nullable String help,
            List<Finding> errors,
            String requestId) {}

    static Problem problem(Refusal refusal, String requestId) {
        Reason reason = refusal.reason();
        return new Problem(
                "/docs/errors#" + reason.code().toLowerCase(java.util.Locale.ROOT),
                reason.title(),
                reason.status(),
                reason.code(),
                reason.slug(),
                refusal.detail(),
                refusal.help(),
                refusal.findings(),
                requestId);
    }

    /** The refusal behind an exception: the nearest one in the chain, a dependency that is down, or a defect of ours. */
    static Refusal refusal(Throwable thrown, String requestId) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof Refusal refusal) {
                return refusal;
            }
            if (t instanceof PessimisticLockingFailureException) {
                return Refusal.later(
                        Reason.UNAVAILABLE,
                        "Other work on the same rows was in the way; nothing of this request was kept",
                        Duration.ofSeconds(1),
                        thrown);
            }
            if (isDatabaseDown(t)) {
                return Refusal.later(Reason.UNAVAILABLE, "The database does not answer", Duration.ofSeconds(5), thrown);
            }
        }
        log.atError()
                .setCause(thrown)
                .addKeyValue("requestId", requestId)
                .addKeyValue("code", Reason.DEFECT.code())
                .log("request failed");
        return Refusal.of(
                Reason.DEFECT,
                "The hub failed on this request; it has been logged as %s".formatted(requestId),
                "Tell the operators the request id");
    }

    private static boolean isDatabaseDown(Throwable t) {
        return t instanceof CannotGetJdbcConnectionException
                || t instanceof CannotCreateTransactionException
                || t instanceof TransactionSystemException
                || t instanceof TransientDataAccessException
                || (t instanceof SQLException sql
                        && sql.getSQLState() != null
                        && DATABASE_DOWN.stream().anyMatch(sql.getSQLState()::startsWith));
    }
}
