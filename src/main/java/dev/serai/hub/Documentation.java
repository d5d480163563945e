package dev.serai.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.http.Contract;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.util.HtmlUtils;

/** The documentation pages: the repository's Markdown and the contract, as plain HTML. */
public final class Documentation {
    /** A heading's id is its text in small letters, with hyphens for blanks. */
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());

    private static final String FIRST = "README";
    private static final String DECISION = "adr-";

    /** A page, a section of this page, or another site. */
    private static final Pattern LEADS_SOMEWHERE = Pattern.compile("(?:/|#|https?://).*");

    private static final Pattern REPOSITORY_FILE =
            Pattern.compile("(?:\\.\\./)*(?:docs/)?(?<page>[\\w/-]+)\\.md(?<anchor>#.*|)");

    private final Contract contract;
    private final Map<String, Resource> pages = new TreeMap<>();
    private final Parser parser = Parser.builder().extensions(EXTENSIONS).build();
    private final HtmlRenderer renderer = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .build();

    Documentation(Contract contract) {
        this.contract = contract;
        try {
            for (Resource page : new PathMatchingResourcePatternResolver().getResources("classpath*:docs/**/*.md")) {
                pages.put(name(page), page);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code docs/adr/0001-x.md} is the page {@code adr-0001-x}. */
    private static String name(Resource page) throws IOException {
        String path = page.getURL().toString();
        String below = path.substring(path.lastIndexOf("docs/") + "docs/".length());
        return below.replaceAll("\\.md$", "").replace('/', '-');
    }

    public String home() {
        return html("Serai", """
                <h1>Serai</h1>
                <p>One process that takes documents, runs them through routes you can read, and answers searches with the
                passage, the page and the place in the text.</p>
                <ul>
                <li><a href="/docs">Documentation</a></li>
                <li><a href="/docs/api">The API</a> · <a href="/api/docs/openapi.json">OpenAPI</a></li>
                <li><a href="/api/health">Health</a> · <a href="/api/health/deep">Servers</a>
                · <a href="/api/system">System</a></li>
                </ul>
                """);
    }

    /** Every page by its own title: what to read first, the guides, the decisions. */
    public String contents() throws IOException {
        StringBuilder list = new StringBuilder("<h1>Documentation</h1>\n<ul>\n");
        list.append(items(name -> name.equals(FIRST)));
        list.append("<li><a href=\"/docs/api\">The API</a> (<a href=\"/api/docs/openapi.json\">OpenAPI</a>)</li>\n");
        list.append(items(name -> !name.equals(FIRST) && !name.startsWith(DECISION)));
        list.append("</ul>\n<h2>Decisions</h2>\n<ul>\n").append(items(name -> name.startsWith(DECISION)));
        return html("Documentation", list.append("</ul>\n").toString());
    }

    private String items(Predicate<String> which) throws IOException {
        StringBuilder items = new StringBuilder();
        for (Map.Entry<String, Resource> page : pages.entrySet()) {
            if (which.test(page.getKey())) {
                items.append(item(page.getKey(), title(page.getKey(), page.getValue())));
            }
        }
        return items.toString();
    }

    private static String item(String name, String title) {
        return "<li><a href=\"/docs/%s\">%s</a></li>%n"
                .formatted(HtmlUtils.htmlEscape(name), HtmlUtils.htmlEscape(title));
    }

    private static String title(String name, Resource page) throws IOException {
        return page.getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("# "))
                .map(line -> line.substring(2).strip())
                .findFirst()
                .orElse(name);
    }

    public String page(String name) throws IOException {
        Resource page = pages.get(name);
        if (page == null) {
            throw Refusal.of(Reason.PATH_UNKNOWN, "There is no documentation page %s".formatted(name), "See GET /docs");
        }
        Node document = parser.parse(page.getContentAsString(StandardCharsets.UTF_8));
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                visitChildren(link);
                link.setDestination(served(link.getDestination()));
                if (!LEADS_SOMEWHERE.matcher(link.getDestination()).matches()) {
                    unlink(link);
                }
            }
        });
        return html(title(name, page), renderer.render(document));
    }

    /** A file of the repository that is no page stays as text. */
    private static void unlink(Link link) {
        for (Node child = link.getFirstChild(); child != null; child = link.getFirstChild()) {
            link.insertBefore(child);
        }
        link.unlink();
    }

    /** A link between files of the repository, as a link between the pages made from them. */
    private String served(String destination) {
        Matcher file = REPOSITORY_FILE.matcher(destination);
        String page = file.matches() ? file.group("page").replace('/', '-') : "";
        return pages.containsKey(page) ? "/docs/" + page + file.group("anchor") : destination;
    }

    public String api() {
        StringBuilder body = new StringBuilder("<h1>The API</h1>\n<p>")
                .append(HtmlUtils.htmlEscape(
                        contract.document().path("info").path("description").asText()))
                .append("</p>\n<table><tr><th>Method</th><th>Path</th><th>What it does</th><th>Who may</th></tr>\n");
        contract.document()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(verb -> body.append(row(path.getKey(), verb.getKey(), verb.getValue()))));
        return html("The API", body.append("</table>\n").toString());
    }

    private static String row(String path, String verb, JsonNode operation) {
        if (!operation.has("operationId")) {
            return "";
        }
        return "<tr><td>%s</td><td><code>%s</code></td><td>%s</td><td>%s</td></tr>%n"
                .formatted(
                        verb.toUpperCase(java.util.Locale.ROOT),
                        HtmlUtils.htmlEscape(path).replace("/", "<wbr>/"), // a narrow screen breaks it there
                        HtmlUtils.htmlEscape(operation.path("summary").asText()),
                        HtmlUtils.htmlEscape(who(operation)));
    }

    private static String who(JsonNode operation) {
        return operation.has("x-serai-roles") ? String.join(", ", texts(operation.path("x-serai-roles"))) : "anyone";
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static String html(String title, String body) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%s</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>
                :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
                body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word }
                table { border-collapse: collapse; display: block; overflow-x: auto }
                td, th { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid color-mix(in srgb, currentColor 20%%, transparent); vertical-align: top }
                pre { overflow: auto; padding: .8rem; background: color-mix(in srgb, currentColor 8%%, transparent) }
                </style></head>
                <body><nav><a href="/">Serai</a> › <a href="/docs">Documentation</a></nav><main>
                %s</main></body></html>
                """.formatted(HtmlUtils.htmlEscape(title), body);
    }
}
