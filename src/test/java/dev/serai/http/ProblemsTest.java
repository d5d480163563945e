package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.QueryTimeoutException;

class ProblemsTest {
    @Test
    void aDeadlockIsNotCalledADatabaseThatIsDown() {
        Refusal refusal = Problems.refusal(new IllegalStateException(new CannotAcquireLockException("deadlock")), "r");

        assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refusal.detail())
                .isEqualTo("Other work on the same rows was in the way; nothing of this request was kept");
        assertThat(Problems.refusal(new QueryTimeoutException("late"), "r").detail())
                .isEqualTo("The database does not answer");
    }
}
