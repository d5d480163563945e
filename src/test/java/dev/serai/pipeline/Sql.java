package dev.serai.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** The hub's own SQL files, run by a test. */
final class Sql {
    private Sql() {}

    static String text(String name) {
        try {
            return new ClassPathResource("sql/pipeline/" + name + ".sql")
                    .getContentAsString(StandardCharsets.UTF_8)
                    .replace(":#", ":");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int update(JdbcTemplate jdbc, String name, Map<String, ?> values) {
        return new NamedParameterJdbcTemplate(jdbc).update(text(name), values);
    }

    static List<Map<String, Object>> rows(JdbcTemplate jdbc, String name, Map<String, ?> values) {
        return new NamedParameterJdbcTemplate(jdbc).queryForList(text(name), values);
    }
}
