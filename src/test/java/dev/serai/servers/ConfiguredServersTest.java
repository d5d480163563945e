package dev.serai.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredServersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgres://u:p@h/db                              | jdbc:postgresql://h/db                               | u       | p
            postgresql://u:p@h:6543/db?sslmode=require       | jdbc:postgresql://h:6543/db?sslmode=require          | u       | p
            postgres://u%40corp:p%3A%2F%3F%23@h/db           | jdbc:postgresql://h/db                               | u@corp  | p:/?#
            postgres://u:a+b@h/db                            | jdbc:postgresql://h/db                               | u       | a+b
            postgres://u:p@[::1]:5432/db                     | jdbc:postgresql://[::1]:5432/db                      | u       | p
            postgres://u:p@a:1,b:2/db?targetServerType=any   | jdbc:postgresql://a:1,b:2/db?targetServerType=any    | u       | p
            postgres://u@h/db                                | jdbc:postgresql://h/db                               | u       | ''
            jdbc:postgresql://h/db?user=u&password=p%26q&ssl=true | jdbc:postgresql://h/db?ssl=true                 | u       | p&q
            jdbc:postgresql://u:p@h/db                       | jdbc:postgresql://h/db                               | u       | p
            postgres://u:p@h/db?options=-c%20search_path%3Da | jdbc:postgresql://h/db?options=-c%20search_path%3Da  | u       | p
            """)
    void readAddressesOfPostgres(String value, String url, String username, String password) {
        assertThat(PostgresAddress.parse("SERAI_POSTGRES_URL", value))
                .isEqualTo(new PostgresAddress(url, username, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://u:sesame@h/db",
                "postgres://u:sesame@h",
                "jdbc:postgres://h/db?user=u&password=sesame",
                "postgres://h/db",
                "postgres://u:ses ame@h/db",
                "u:sesame@h"
            })
    void explainAnAddressThatIsNoneWithoutRepeatingThePassword(String value) {
        assertThatThrownBy(() -> PostgresAddress.parse("SERAI_POSTGRES_URL", value))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("SERAI_POSTGRES_URL")
                .hasMessageContaining("postgres://USER:PASSWORD@HOST:5432/DATABASE")
                .hasMessageNotContaining("sesame")
                .hasMessageNotContaining("ses ame");
    }

    @Test
    void deriveTheSystemLoginFromTheApplicationLogin() {
        var properties = read(Map.of("SUPABASE_DB_URL", "postgres://app:key@h/db"));
        assertThat(properties)
                .containsEntry("serai.database.system.url", "jdbc:postgresql://h/db")
                .containsEntry("serai.database.system.username", "serai_system")
                .containsEntry(
                        "serai.database.system.password",
                        "562e5cc8a8c7e3c70de06a551607be2bd292211a8a963fda19765528002d82de")
                .doesNotContainKey("serai.database.admin.url");
    }

    @Test
    void takeTheSystemAndAdministratorLoginsThatAreGiven() {
        var properties = read(Map.of(
                "SERAI_POSTGRES_URL", "postgres://app:a@h/db",
                "SERAI_POSTGRES_SYSTEM_URL", "postgres://sys:s@h/db",
                "SERAI_POSTGRES_ADMIN_URL", "postgres://root:r@h/db"));
        assertThat(properties)
                .containsEntry("serai.database.system.username", "sys")
                .containsEntry("serai.database.admin.username", "root")
                .containsEntry("serai.database.admin.password", "r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"rediss://h:6380?ssl_cert_reqs=none", "rediss://h?a=b&VerifyPeer=false", "rediss://h?insecure"})
    void refuseToSkipTheCheckOfARedisServer(String value) {
        assertThatThrownBy(() -> read(Map.of("REDIS_URL", value)))
                .hasMessageContaining("always verifies")
                .hasMessageContaining("trust store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:6379", "http://h", "redis://", "redis://:p w@h"})
    void explainARedisAddressThatIsNone(String value) {
        assertThatThrownBy(() -> read(Map.of("REDIS_URL", value)))
                .hasMessageContaining("redis://:PASSWORD@HOST:6379/0");
    }

    @Test
    void askForTheKeysOfAConfiguredS3() {
        assertThatThrownBy(() -> read(Map.of("SERAI_S3_ENDPOINT", "http://h", "AWS_ACCESS_KEY_ID", "id")))
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void countABlankVariableAsNotSet() {
        assertThat(read(Map.of("SERAI_KAFKA_BROKERS", " ", "REDIS_URL", ""))).isEmpty();
    }

    private static Map<String, String> read(Map<String, String> environment) {
        Map<String, String> properties = new TreeMap<>();
        new ConfiguredServers(environment::get).read().values().forEach(properties::putAll);
        return properties;
    }
}
