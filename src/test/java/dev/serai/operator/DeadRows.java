package dev.serai.operator;

import dev.serai.TestHub;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Dead letters made by SQL, for tests that need many: at the stage index, where a replay has nothing left to do but to end. */
final class DeadRows {
    private DeadRows() {}

    static void insert(JdbcTemplate rows, String org, int count, String fingerprint) {
        rows.update("""
                with d as (
                    insert into documents (id, org_id, file_name, media_type, size_bytes, sha256, storage_key, status,
                                           error_code, created_by)
                    select gen_random_uuid(), o.org, 'n' || i, 'text/plain', 1,
                           encode(sha256(convert_to(o.org || '-' || o.print || i, 'UTF8')), 'hex'),
                           o.org || '/' || o.print || i, 'failed', 'SERAI-JOB-001', 'tester'
                    from (select ?::text as org, ?::text as print) o, generate_series(1, ?) i
                    returning id, org_id
                ), j as (
                    insert into jobs (id, org_id, document_id, version, kind, stage, state, error_code)
                    select gen_random_uuid(), org_id, id, 1, 'ingest', 'index', 'dead-lettered', 'SERAI-JOB-001' from d
                    returning id, org_id, document_id
                )
                insert into dead_letter_jobs (org_id, job_id, document_id, version, stage, route_id, payload, headers,
                                              error_code, error_class, exception_class, error_message, cause_chain,
                                              cause_class, attempts, fingerprint, first_failed_at, failed_at)
                select org_id, id, document_id, 1, 'index', 'documents-index', '{}', '{}', 'SERAI-JOB-001', 'java.lang.Error',
                       'java.lang.Error', 'made by a test', 'java.lang.Error', 'our_defect', 5, ?,
                       clock_timestamp() - interval '2 hours', clock_timestamp() - interval '1 hour'
                from j
                """, org, fingerprint, count, fingerprint);
    }

    static List<String> ids(TestHub hub, String org) {
        return hub.system()
                .queryForList(
                        "select id::text from dead_letter_jobs where org_id = ? order by failed_at, id",
                        String.class,
                        org);
    }

    static Map<String, Object> row(TestHub hub, String id) {
        return hub.system().queryForMap("select * from dead_letter_jobs where id = ?::uuid", id);
    }

    static long count(TestHub hub, String sql, Object... values) {
        Long count = hub.system().queryForObject(sql, Long.class, values);
        return count == null ? -1 : count;
    }
}
