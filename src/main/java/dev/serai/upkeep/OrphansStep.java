package dev.serai.upkeep;

import dev.serai.documents.OrphanSweep;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Objects that no document refers to. */
final class OrphansStep implements Step {
    private static final String CODE = "SERAI-RECON-008";

    private final OrphanSweep sweep;
    private final Findings findings;
    private final ReconcileSettings settings;
    private final Clock clock;

    OrphansStep(OrphanSweep sweep, Findings findings, ReconcileSettings settings, Clock clock) {
        this.sweep = sweep;
        this.findings = findings;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "orphans";
    }

    @Override
    public List<String> codes() {
        return List.of(CODE);
    }

    @Override
    public Page page(@Nullable String cursor) {
        OrphanSweep.Page page =
                sweep.page(cursor, settings.page(), clock.instant().minus(settings.objectGrace()));
        page.deleted()
                .forEach(key -> findings.healed(
                        CODE, null, key, "no document refers to the object %s; it was deleted".formatted(key)));
        return new Page(page.next(), page.examined(), page.deleted().size(), 0);
    }
}
