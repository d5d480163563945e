package dev.serai.upkeep;

import dev.serai.documents.StoreCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents whose object is missing or is not what was uploaded. No row is touched: only people can bring bytes back. */
final class ObjectsStep implements Step {
    private static final String MISSING = "SERAI-RECON-006";
    private static final String CHANGED = "SERAI-RECON-007";

    private final StoreCheck check;
    private final Findings findings;
    private final ReconcileSettings settings;

    ObjectsStep(StoreCheck check, Findings findings, ReconcileSettings settings) {
        this.check = check;
        this.findings = findings;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public List<String> codes() {
        return List.of(MISSING, CHANGED);
    }

    @Override
    public Page page(@Nullable String cursor) {
        StoreCheck.Page page =
                check.page(cursor, settings.page(), (double) settings.grace().toSeconds());
        int reported = 0;
        for (StoreCheck.Damaged damaged : page.damaged()) {
            reported += report(damaged);
        }
        return new Page(page.next(), page.examined(), 0, reported);
    }

    private int report(StoreCheck.Damaged damaged) {
        Long stored = damaged.stored();
        return stored == null
                ? findings.reportedOf(
                        MISSING,
                        damaged.org(),
                        damaged.documentId(),
                        "the store has no object for document %s; %d bytes were uploaded"
                                .formatted(damaged.documentId(), damaged.expected()))
                : findings.reportedOf(
                        CHANGED,
                        damaged.org(),
                        damaged.documentId(),
                        "the store holds %d bytes for document %s; %d were uploaded"
                                .formatted(stored, damaged.documentId(), damaged.expected()));
    }
}
