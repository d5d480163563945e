package dev.serai.documents;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The part of S3's protocol that lists and deletes versions: keys in order, newest first, two entries a page. */
final class VersionedBucket implements AutoCloseable {
    private static final int PAGE = 2;
    private static final Pattern NAMED =
            Pattern.compile("<Object>\\s*<Key>(.*?)</Key>\\s*<VersionId>(.*?)</VersionId>", Pattern.DOTALL);

    private final HttpServer server;
    private final List<KeptVersion> entries = new CopyOnWriteArrayList<>();
    private final Set<String> locked = new HashSet<>();
    private final List<String> deleted = new CopyOnWriteArrayList<>();

    VersionedBucket() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    S3Client client() {
        return S3Client.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    /** A put: what was newest before is replaced. */
    void put(String key, String id, Instant at) {
        add(key, id, at, false);
    }

    /** A delete without a version: a marker is put on top. */
    void mark(String key, String id, Instant at) {
        add(key, id, at, true);
    }

    private void add(String key, String id, Instant at, boolean marker) {
        entries.replaceAll(e -> e.key().equals(key) ? new KeptVersion(key, e.id(), e.since(), false, e.marker()) : e);
        entries.add(new KeptVersion(key, id, at, true, marker));
    }

    /** As an object lock does: deletions of this version are denied. */
    void lock(String id) {
        locked.add(id);
    }

    /** What is left. */
    List<String> ids() {
        return entries.stream()
                .map(KeptVersion::id)
                .filter(id -> !deleted.contains(id))
                .toList();
    }

    /** In the order in which they went. */
    List<String> deleted() {
        return deleted;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI());
        String xml;
        if (query.containsKey("versioning")) {
            xml = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        } else if (query.containsKey("versions")) {
            xml = page(query);
        } else {
            xml = delete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        }
        byte[] body = ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String page(Map<String, String> query) {
        List<KeptVersion> all = entries.stream()
                .filter(e -> e.key().startsWith(query.getOrDefault("prefix", "")))
                .sorted(Comparator.comparing(KeptVersion::key)
                        .thenComparing(KeptVersion::latest, Comparator.reverseOrder())
                        .thenComparing(KeptVersion::since, Comparator.reverseOrder()))
                .toList();
        List<KeptVersion> rest = all.stream()
                .skip(position(all, query))
                .filter(e -> !deleted.contains(e.id()))
                .toList();
        List<KeptVersion> page = rest.subList(0, Math.min(rest.size(), PAGE));
        boolean more = rest.size() > PAGE;
        boolean encoded = "url".equals(query.get("encoding-type"));
        String next = more
                ? "<NextKeyMarker>%s</NextKeyMarker><NextVersionIdMarker>%s</NextVersionIdMarker>"
                        .formatted(
                                shown(page.getLast().key(), encoded),
                                page.getLast().id())
                : "";
        return "<ListVersionsResult><Name>serai</Name><IsTruncated>%s</IsTruncated>%s%s%s</ListVersionsResult>"
                .formatted(
                        more,
                        encoded ? "<EncodingType>url</EncodingType>" : "",
                        next,
                        page.stream().map(e -> entry(e, encoded)).collect(Collectors.joining()));
    }

    /** Behind the entry that the markers name, whether it is still there or not. */
    private static int position(List<KeptVersion> all, Map<String, String> query) {
        String id = query.get("version-id-marker");
        return id == null ? 0 : 1 + all.stream().map(KeptVersion::id).toList().indexOf(id);
    }

    private static String entry(KeptVersion e, boolean encoded) {
        String element = e.marker() ? "DeleteMarker" : "Version";
        return "<%s><Key>%s</Key><VersionId>%s</VersionId><IsLatest>%s</IsLatest><LastModified>%s</LastModified></%s>"
                .formatted(element, shown(e.key(), encoded), e.id(), e.latest(), e.since(), element);
    }

    private static String shown(String key, boolean encoded) {
        return encoded ? UriUtils.encode(key, StandardCharsets.UTF_8) : HtmlUtils.htmlEscape(key);
    }

    private String delete(String request) {
        StringBuilder errors = new StringBuilder();
        for (MatchResult named : NAMED.matcher(request).results().toList()) {
            String id = named.group(2);
            if (locked.contains(id)) {
                errors.append("<Error><Key>%s</Key><VersionId>%s</VersionId><Code>AccessDenied</Code></Error>"
                        .formatted(named.group(1), id));
            } else {
                deleted.add(id);
            }
        }
        return "<DeleteResult>" + errors + "</DeleteResult>";
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> values = new HashMap<>();
        for (String part : uri.getRawQuery().split("&", -1)) {
            String[] sides = part.split("=", 2);
            values.put(sides[0], sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
