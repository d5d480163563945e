package dev.serai.documents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.serai.access.Caller;
import dev.serai.access.Role;
import dev.serai.http.RouteCaller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the demo data room into the org {@code demo}, the way any upload comes in. Loading again changes nothing. */
final class DemoRoom {
    private static final Logger log = LoggerFactory.getLogger(DemoRoom.class);
    private static final Caller LOADER = new Caller("demo", "demo-loader", Set.of(Role.MEMBER), Set.of(), "hub", null);

    private final Path folder;
    private final FileIntake intake;
    private final Acceptance acceptance;
    private final RouteCaller routes;

    DemoRoom(Path folder, FileIntake intake, Acceptance acceptance, RouteCaller routes) {
        this.folder = folder;
        this.intake = intake;
        this.acceptance = acceptance;
        this.routes = routes;
    }

    record Manifest(List<Entry> documents) {}

    record Entry(String file, String documentType, String companyId) {}

    void load() {
        Path manifest = folder.resolve("manifest.yaml");
        if (!Files.exists(manifest)) {
            log.atInfo().addKeyValue("folder", folder).log("no demo data room there");
            return;
        }
        try {
            int loaded = 0;
            for (Entry entry : new ObjectMapper(new YAMLFactory())
                    .readValue(manifest.toFile(), Manifest.class)
                    .documents()) {
                loaded += load(entry) ? 1 : 0;
            }
            log.atInfo().addKeyValue("documents", loaded).log("demo data room loaded");
        } catch (IOException | RuntimeException e) {
            log.atWarn().setCause(e).log("demo data room could not be loaded; the hub works without it");
        }
    }

    private boolean load(Entry entry) throws IOException {
        Path file = folder.resolve(entry.file());
        String key = "demo-" + hash(file);
        Map<String, Object> asked = Map.of("operation", "uploadDocument", "idempotencyKey", key);
        if (routes.call("documents-upload-recall", LOADER, asked, null)
                        .getMessage()
                        .getBody()
                != null) {
            return false;
        }
        try (InputStream content = Files.newInputStream(file)) {
            acceptance.accept(intake.take("demo", form(file, entry, content)), LOADER, false, key);
            return true;
        }
    }

    private String hash(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return intake.hash(new UploadForm.RawBody(content, -1, new UploadDetails("", null, null)));
        }
    }

    private static UploadForm form(Path file, Entry entry, InputStream content) throws IOException {
        UploadDetails details =
                new UploadDetails(file.getFileName().toString(), entry.companyId(), entry.documentType());
        return new UploadForm.RawBody(content, Files.size(file), details);
    }
}
