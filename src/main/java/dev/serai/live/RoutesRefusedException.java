package dev.serai.live;

import dev.serai.problem.Finding;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.util.List;

/** A set of route files that will not run. */
final class RoutesRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<dev.serai.routes.Finding> findings;

    RoutesRefusedException(List<dev.serai.routes.Finding> findings) {
        super(findings.toString());
        this.findings = List.copyOf(findings);
    }

    List<dev.serai.routes.Finding> findings() {
        return findings;
    }

    Refusal asRefusal() {
        return Refusal.of(
                Reason.ROUTES_INVALID,
                "The routes have %d %s, so nothing was changed"
                        .formatted(findings.size(), findings.size() == 1 ? "mistake" : "mistakes"),
                "Correct what errors lists, each with file, line and column; docs/errors.md explains the codes",
                findings.stream().map(RoutesRefusedException::finding).toList());
    }

    private static Finding finding(dev.serai.routes.Finding finding) {
        return new Finding(
                "%s:%d:%d".formatted(finding.file(), finding.line(), finding.column()),
                "%s %s; %s".formatted(finding.code(), finding.message(), finding.suggestion()));
    }
}
