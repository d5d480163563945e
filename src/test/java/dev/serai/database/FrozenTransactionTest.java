package dev.serai.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.TestHub;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Map;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that froze inside a transaction lets go of its locks after the time of a lease. */
class FrozenTransactionTest {
    private static final String ROW =
            "insert into idempotency_keys (org_id, key, operation, request_hash, status, response)"
                    + " values ('frozen-org', 'k', 'o', 'h', 200, '{}')";

    private final Map<String, DataSource> pools =
            TestHub.shared().hub().context().getBeansOfType(DataSource.class);

    @ParameterizedTest
    @ValueSource(strings = {"appDataSource", "systemDataSource"})
    void bothLoginsHaveALimit(String pool) throws Exception {
        try (Connection connection = pools.get(pool).getConnection();
                ResultSet row = connection.createStatement().executeQuery("show idle_in_transaction_session_timeout")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("15s");
        }
    }

    @Test
    void aTransactionThatIsLeftAloneIsRolledBack() throws Exception {
        DataSource system = pools.get("systemDataSource");
        try (Connection frozen = system.getConnection();
                Connection other = system.getConnection()) {
            frozen.setAutoCommit(false);
            frozen.createStatement().execute("set local idle_in_transaction_session_timeout = 200");
            frozen.createStatement().execute(ROW);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(other.createStatement().executeUpdate(ROW))
                            .isOne());

            assertThatThrownBy(frozen::commit).hasMessageContaining("connection");
        }
        TestHub.shared().system().update("delete from idempotency_keys where org_id = 'frozen-org'");
    }
}
