package dev.serai.live;

import dev.serai.live.RouteRevisions.Origin;
import dev.serai.routes.Finding;
import dev.serai.routes.RouteFolder;
import dev.serai.servers.StartupException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what is edited in this node's routes folder, or says why not. */
public final class FolderEdits {
    private static final Logger log = LoggerFactory.getLogger(FolderEdits.class);
    private static final String KIND = "folder";

    private final RouteRevisions revisions;
    private final Path folder;
    private final FolderMemory memory;

    /** As it was at the last look. This and what follows is read without the lock, which edits hold for long. */
    private volatile @Nullable RouteFolder before;

    /** Hashes of what it had when its edits were last taken over; null when this node does not remember. */
    private volatile @Nullable Map<String, String> seen;

    /** As it was when it was last dealt with: taken over or refused. */
    private @Nullable RouteFolder settled;

    private volatile List<Finding> findings = List.of();

    FolderEdits(RouteRevisions revisions, Path folder, FolderMemory memory) {
        this.revisions = revisions;
        this.folder = folder;
        this.memory = memory;
    }

    /**
     * What to start with: the newest revision with what has been edited in the folder since, or without it when that
     * would not start.
     */
    synchronized void begin() throws IOException {
        revisions.follow();
        seen = memory.read();
        RouteFolder now = RouteFolder.read(folder);
        before = now;
        settle(now, "found in the routes folder at the start");
        if (revisions.number() == 0) {
            throw new StartupException(
                    "SERAI-START-013",
                    "the routes in %s have %d %s; correct them, `serai.jar check` lists them too%n%s"
                            .formatted(
                                    folder,
                                    findings.size(),
                                    findings.size() == 1 ? "mistake" : "mistakes",
                                    findings.stream().map(Finding::toString).collect(Collectors.joining("\n"))));
        }
    }

    /** A file that is being written, or one of many being saved, is left alone until it has been still for one look. */
    synchronized void look() throws IOException {
        RouteFolder now = RouteFolder.read(folder);
        boolean still = now.equals(before);
        before = now;
        if (still && !now.equals(settled)) {
            settle(now, "edited in the routes folder");
        }
    }

    /** When this throws, as it does without a database, the next look does it again. */
    private void settle(RouteFolder now, String reason) throws IOException {
        findings = List.of();
        try {
            if (!now.findings().isEmpty()) {
                throw new RoutesRefusedException(now.findings());
            }
            Map<String, String> known = seen;
            revisions.apply(
                    new Origin(KIND, KIND, reason),
                    newest -> newest.with(now.files(), known == null ? newest.folder() : known),
                    Hashes.of(now.files()));
            Map<String, String> taken = Hashes.of(now.files());
            seen = taken;
            memory.write(taken);
        } catch (RoutesRefusedException e) {
            findings = e.findings();
            findings.forEach(finding -> log.atError()
                    .addKeyValue("code", finding.code())
                    .addKeyValue("runs", revisions.number())
                    .log("edited route files are not applied: {}", finding));
        }
        settled = now;
    }

    /** Hashes by path of what the folder had when its edits were last taken over. */
    Map<String, String> seen() {
        Map<String, String> known = seen;
        return known == null ? Map.of() : known;
    }

    /** Whether the folder has another content for a file than what is given; null stands for none. */
    boolean differs(String path, @Nullable String content) {
        return !Objects.equals(files().get(path), content);
    }

    /** Files that lie in the folder. */
    Set<String> paths() {
        return files().keySet();
    }

    private Map<String, String> files() {
        RouteFolder now = before;
        return now == null ? Map.of() : now.files();
    }

    /** What keeps the folder's latest edit from running; empty when nothing does. */
    public List<Finding> findings() {
        return findings;
    }
}
