package dev.serai.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.Api;
import dev.serai.TestHub;
import dev.serai.access.Role;
import dev.serai.search.Candidate;
import dev.serai.search.SearchQuery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The route that lets pgvector rank, on a Postgres whose {@code vector} is a stand-in: the type's name and its cosine
 * distance, computed from arrays. What pgvector's own index finds is for pgvector to prove.
 */
class PgVectorTest {
    private static final TestHub hub = TestHub.shared();

    private final String org = "pgvector-" + UUID.randomUUID();
    private final Api api = hub.as(org, Role.ORG_ADMIN);

    @BeforeAll
    static void standIn() {
        JdbcTemplate admin = admin();
        admin.execute("create domain vector as real[]");
        admin.execute("create function cosine_distance(real[], real[]) returns float8 immutable language sql as"
                + " 'select 1 - sum(a::float8 * b) from unnest($1, $2) as v(a, b)'");
        admin.execute("create operator <=> (leftarg = real[], rightarg = real[], function = cosine_distance)");
        admin.execute("alter table document_chunks add column embedding_vector real[]"
                + " generated always as (embedding) stored");
    }

    @AfterAll
    static void away() {
        JdbcTemplate admin = admin();
        admin.execute("alter table document_chunks drop column embedding_vector");
        admin.execute("drop operator <=> (real[], real[])");
        admin.execute("drop function cosine_distance(real[], real[])");
        admin.execute("drop domain vector");
    }

    private static JdbcTemplate admin() {
        return new JdbcTemplate(new DriverManagerDataSource(
                hub.setting("serai.database.admin.url"),
                hub.setting("serai.database.admin.username"),
                hub.setting("serai.database.admin.password")));
    }

    @ParameterizedTest
    @EnumSource(SearchQuery.Mode.class)
    void findsWhatReadingEveryChunkFinds(SearchQuery.Mode mode) {
        fill();
        String strangers = "stranger-" + UUID.randomUUID();
        hub.as(strangers, Role.ORG_ADMIN).ready("a.txt", "The rent of the office of somebody else.");

        SearchQuery query = query(mode, Set.of(), Set.of());

        assertThat(candidates("search-pgvector", org, query))
                .isNotEmpty()
                .isEqualTo(candidates("search-exact", org, query));
        assertThat(candidates("search-pgvector", "nobody-" + UUID.randomUUID(), query))
                .isEmpty();
    }

    @Test
    void filtersAndDeletesCount() {
        List<String> ids = fill();
        SearchQuery first = query(SearchQuery.Mode.HYBRID, Set.of(ids.get(0)), Set.of());
        SearchQuery typed = query(SearchQuery.Mode.HYBRID, Set.of(), Set.of("lease"));

        assertThat(candidates("search-pgvector", org, first))
                .extracting(Candidate::documentId)
                .containsOnly(ids.get(0));
        assertThat(candidates("search-pgvector", org, typed)).isEmpty();
        assertThat(api.delete("/api/documents/" + ids.get(0)).status()).isLessThan(300);
        assertThat(candidates("search-pgvector", org, query(SearchQuery.Mode.HYBRID, Set.of(), Set.of())))
                .extracting(Candidate::documentId)
                .containsExactlyInAnyOrder(ids.get(1), ids.get(2));
    }

    /** The files name what the route reads. */
    @Test
    void theScriptsMakeWhatTheRouteReads() throws Exception {
        String enable = Files.readString(Path.of("ops/pgvector/enable.sql"));
        String disable = Files.readString(Path.of("ops/pgvector/disable.sql"));
        String search = Files.readString(Path.of("src/main/resources/sql/search/pgvector-search.sql"));

        assertThat(List.of(enable, disable, search)).allMatch(sql -> sql.contains("embedding_vector"));
        assertThat(enable).contains("vector_cosine_ops");
        assertThat(search).contains("<=>");
    }

    private List<String> fill() {
        return List.of(
                api.ready("a.txt", "The rent of the office is due on the first day of each month."),
                api.ready("b.txt", "The rent of the office is 4,000 euros."),
                api.ready("c.txt", "An office has no rent."));
    }

    private SearchQuery query(SearchQuery.Mode mode, Set<String> documents, Set<String> types) {
        float[] vector = mode == SearchQuery.Mode.KEYWORD ? null : unit(new Random(3));
        String text = mode == SearchQuery.Mode.VECTOR ? "" : "rent of the office";
        return new SearchQuery(org, text, vector, mode, 0.25, 10, documents, types);
    }

    private static float[] unit(Random random) {
        float[] vector = new float[384];
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    private static List<Candidate> candidates(String route, String org, SearchQuery query) {
        Exchange answer = hub.hub().context().getBean(ProducerTemplate.class).request("direct:" + route, exchange -> {
            exchange.setProperty("orgId", org);
            exchange.getMessage().setHeader("search", query);
            exchange.getMessage().setHeader("embedQuery", false);
        });
        assertThat(answer.getException()).isNull();
        List<?> candidates = answer.getProperty(Passages.CANDIDATES, List.class);
        return candidates.stream().map(Candidate.class::cast).toList();
    }
}
