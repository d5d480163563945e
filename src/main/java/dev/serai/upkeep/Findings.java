package dev.serai.upkeep;

import dev.serai.database.SqlFile;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Notes what a comparison outside Postgres found. */
final class Findings {
    private final NamedParameterJdbcTemplate jdbc;
    private final String sql = SqlFile.read("sql/reconcile/finding-note.sql");

    Findings(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The hub mended it. */
    void healed(String code, @Nullable String org, String subject, String detail) {
        note(code, org, subject, "healed", detail, null);
    }

    /** People have to look at it. */
    void reported(String code, String subject, String detail) {
        note(code, null, subject, "reported", detail, null);
    }

    /** People have to look at a document. Noted only if there still is one: it may have been deleted meanwhile. */
    int reportedOf(String code, String org, String documentId, String detail) {
        return note(code, org, documentId, "reported", detail, documentId);
    }

    private int note(
            String code,
            @Nullable String org,
            String subject,
            String outcome,
            String detail,
            @Nullable String document) {
        Map<String, Object> values = new HashMap<>();
        values.put("code", code);
        values.put("org", org);
        values.put("subject", subject);
        values.put("outcome", outcome);
        values.put("detail", detail);
        values.put("document", document);
        Integer noted = jdbc.queryForObject(sql, values, Integer.class);
        return noted == null ? 0 : noted;
    }
}
