package dev.serai.faults;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.Api;
import dev.serai.documents.StoredObjects;
import dev.serai.faults.Ledger.End;
import dev.serai.faults.Ledger.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;

/** Holds what the clients were told against what is there, once everything is healed and drained. */
final class Comparison {
    private static final String DOCUMENTS = """
            select d.id::text as id, d.file_name, d.org_id, d.status,
                   (select count(*) from index_changes i where i.document_id = d.id and i.version = d.version) as changes,
                   (select count(*) from document_chunks c where c.document_id = d.id) as chunks,
                   (select count(*) from document_chunks c where c.document_id = d.id and c.embedding is not null) as vectors,
                   (select min(c.text) from document_chunks c where c.document_id = d.id) as text,
                   exists (select from dead_letter_jobs l where l.document_id = d.id) as dead
            from documents d""";

    private final Rows rows;
    private final Map<Integer, Entry> ledger;
    private final long seed;
    private final List<String> lost = new ArrayList<>();
    private final List<String> phantoms = new ArrayList<>();
    private final List<String> doubles = new ArrayList<>();

    Comparison(Rows rows, Map<Integer, Entry> ledger, long seed) {
        this.rows = rows;
        this.ledger = ledger;
        this.seed = seed;
    }

    private record Found(
            String id,
            String org,
            String status,
            long changes,
            long chunks,
            long vectors,
            @Nullable String text,
            boolean dead) {}

    Findings run(StoredObjects objects, Node node, int searches, Path folder) throws IOException {
        Map<Integer, List<Found>> found = found();
        found.forEach(this::compare);
        ledger.values().stream()
                .filter(entry -> entry.end() == End.ACKED && !found.containsKey(entry.number()))
                .forEach(entry -> lost.add(entry.fileName() + " was acknowledged and is not there"));
        compareStages();
        List<String> before = objects.keys();
        String findSql =
                new ClassPathResource("sql/documents/storage-key-find.sql").getContentAsString(StandardCharsets.UTF_8);
        objects.sweep(rows.system(), findSql, folder.resolve("spool"));
        List<String> kept = objects.keys();
        compareObjects(new HashSet<>(kept));
        int searched = search(node, found, searches);
        return new Findings(
                lost,
                phantoms,
                doubles,
                rows.count("select count(*) from documents"),
                rows.count("select count(*) from dead_letter_jobs"),
                rows.count("select coalesce(sum(attempt), 0) from jobs"),
                rows.count("select count(*) from job_stages where outcome = 'done'"),
                rows.count("select count(*) from job_stages where outcome = 'expired'"),
                rows.count("select count(*) from job_stages where outcome = 'retried'"),
                kept.size(),
                before.size() - kept.size(),
                searched);
    }

    private Map<Integer, List<Found>> found() {
        Map<Integer, List<Found>> all = new HashMap<>();
        rows.system().query(DOCUMENTS, row -> {
            int number = Integer.parseInt(row.getString("file_name").replaceAll("\\D", ""));
            all.computeIfAbsent(number, n -> new ArrayList<>())
                    .add(new Found(
                            row.getString("id"),
                            row.getString("org_id"),
                            row.getString("status"),
                            row.getLong("changes"),
                            row.getLong("chunks"),
                            row.getLong("vectors"),
                            row.getString("text"),
                            row.getBoolean("dead")));
        });
        return all;
    }

    private void compare(int number, List<Found> documents) {
        Entry entry = ledger.get(number);
        String name = Ledger.fileName(number);
        if (entry == null || entry.end() == End.REFUSED) {
            phantoms.add(name + " is there though " + (entry == null ? "nobody sent it" : "it was refused"));
        } else if (documents.size() > 1) {
            doubles.add(name + " is there " + documents.size() + " times");
        } else {
            compare(entry, documents.getFirst());
        }
    }

    private void compare(Entry entry, Found document) {
        if (entry.end() == End.ACKED && !document.id().equals(entry.documentId())) {
            lost.add(entry.fileName() + " was acknowledged as " + entry.documentId() + " and is " + document.id());
        }
        if (!entry.org().equals(document.org())) {
            phantoms.add(entry.fileName() + " is in another org");
        }
        if (!document.status().equals("ready")) {
            if (!document.dead()) {
                lost.add(entry.fileName() + " stays " + document.status() + " without a dead letter");
            }
        } else if (document.changes() != 1 || document.chunks() != 1 || document.vectors() != 1) {
            (document.changes() == 0 || document.vectors() == 0 ? lost : doubles)
                    .add("%s has %d index changes, %d chunks, %d vectors; expected one of each"
                            .formatted(entry.fileName(), document.changes(), document.chunks(), document.vectors()));
        } else if (!Clients.line(entry.number(), seed).equals(document.text())) {
            phantoms.add(entry.fileName() + " holds another text: " + document.text());
        }
    }

    private void compareStages() {
        rows.system()
                .queryForList(
                        "select job_id::text || ' ended stage ' || stage || ' ' || count(*) || ' times' from job_stages"
                                + " where outcome = 'done' group by job_id, stage having count(*) > 1",
                        String.class)
                .forEach(doubles::add);
        rows.system()
                .queryForList(
                        "select j.id::text || ' is completed after ' || count(s.id) || ' stages' from jobs j left join"
                                + " job_stages s on s.job_id = j.id and s.outcome = 'done' where j.state = 'completed'"
                                + " group by j.id having count(s.id) <> 4",
                        String.class)
                .forEach(lost::add);
        rows.system()
                .queryForList(
                        "select 'an index change names ' || document_id || ', which is no document' from index_changes i"
                                + " where not exists (select from documents d where d.id = i.document_id)",
                        String.class)
                .forEach(phantoms::add);
    }

    private void compareObjects(Set<String> kept) {
        Set<String> wanted =
                new HashSet<>(rows.system().queryForList("select storage_key from documents", String.class));
        wanted.stream().filter(key -> !kept.contains(key)).forEach(key -> lost.add("no object " + key));
        kept.stream()
                .filter(key -> !wanted.contains(key))
                .forEach(key -> phantoms.add("object without document " + key));
    }

    /** Evenly over all documents when not each of them is searched for. */
    private int search(Node node, Map<Integer, List<Found>> found, int searches) {
        List<Integer> ready = found.entrySet().stream()
                .filter(e -> e.getValue().getFirst().status().equals("ready"))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        int step = Math.max(1, ready.size() / Math.max(1, searches));
        int searched = 0;
        for (int i = 0; i < ready.size(); i += step) {
            search(node, ready.get(i), found.get(ready.get(i)).getFirst());
            searched++;
        }
        return searched;
    }

    private void search(Node node, int number, Found document) {
        Api api = Objects.requireNonNull(node.as(document.org()));
        JsonNode hits = api.search("{\"query\":\"%s\",\"mode\":\"keyword\"}".formatted(Clients.word(number, seed)));
        List<String> ids = hits.findValuesAsText("documentId");
        if (ids.isEmpty()) {
            lost.add(Ledger.fileName(number) + " is not found by its word");
        } else if (!ids.equals(List.of(document.id()))) {
            doubles.add(Ledger.fileName(number) + " is found as " + ids);
        }
    }
}
