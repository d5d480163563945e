package dev.serai.upkeep;

import dev.serai.indexing.IndexCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This node's index against Postgres. */
final class IndexStep implements Step {
    private static final String CODE = "SERAI-RECON-009";

    private final IndexCheck check;
    private final Findings findings;
    private final ReconcileSettings settings;
    private final String node;

    IndexStep(IndexCheck check, Findings findings, ReconcileSettings settings, String node) {
        this.check = check;
        this.findings = findings;
        this.settings = settings;
        this.node = node;
    }

    @Override
    public String name() {
        return "index";
    }

    @Override
    public List<String> codes() {
        return List.of(CODE);
    }

    @Override
    public Page page(@Nullable String cursor) {
        IndexCheck.Page page = check.page(cursor, settings.page());
        page.mended()
                .forEach(m -> findings.healed(
                        CODE, m.org(), node + ":" + m.documentId(), m.detail() + "; node " + node + " mended it"));
        return new Page(page.next(), page.examined(), page.mended().size(), 0);
    }
}
