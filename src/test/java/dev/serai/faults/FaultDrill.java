package dev.serai.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The long drill, which writes its report. Exit status 1 when anything was lost, invented or doubled. */
public final class FaultDrill {
    private static final String REPORT = "report=";

    private FaultDrill() {}

    /** {@code faults=200 documents=100000 seed=20 outage=30 lease=15 searches=100000 realModel=false report=docs/proofs.md}. */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path report = Path.of(List.of(args).stream()
                .filter(word -> word.startsWith(REPORT))
                .map(word -> word.substring(REPORT.length()))
                .findFirst()
                .orElse("docs/proofs.md"));
        List<String> words = List.of(args).stream()
                .filter(word -> !word.isBlank() && !word.startsWith(REPORT))
                .toList();
        Path work = Drill.emptied(Path.of("target", "faults"));
        Drill.Outcome outcome = Drill.run(Plan.of(words, work));
        Files.writeString(report, new Report(outcome).markdown());
        System.out.println("faults: report written to " + report);
        outcome.findings().all().forEach(line -> System.out.println("faults: " + line));
        System.exit(outcome.findings().all().isEmpty() ? 0 : 1); // clients keep threads
    }
}
