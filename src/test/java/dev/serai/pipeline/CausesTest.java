package dev.serai.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.net.ConnectException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class CausesTest {
    @Test
    void aDatabaseConnectionThatEndsIsADependencyThatIsDown() {
        Causes causes = Causes.of(new DataAccessResourceFailureException(
                "x", new SQLException("An I/O error occurred", new EOFException())));

        assertThat(causes.code()).isEqualTo("SERAI-JOB-002");
        assertThat(causes.defect()).isFalse();
        assertThat(causes.passing()).isTrue();
    }

    @Test
    void aServiceThatRefusesConnectionsIsToo() {
        assertThat(Causes.of(new IllegalStateException(new ConnectException())).code())
                .isEqualTo("SERAI-JOB-002");
    }

    @Test
    void whatNobodyForesawIsADefect() {
        Causes causes = Causes.of(new IllegalStateException("x"));

        assertThat(causes.code()).isEqualTo("SERAI-JOB-001");
        assertThat(causes.defect()).isTrue();
    }
}
