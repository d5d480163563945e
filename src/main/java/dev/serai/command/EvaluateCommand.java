package dev.serai.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.evaluation.Evaluation;
import dev.serai.evaluation.Outcome;
import dev.serai.evaluation.Scores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Measures the hub's search on a labelled set, without a running hub. Figures go to standard output; progress, or every
 * mistake of the set with file and line, to standard error. Exit status 0, 1 for a faulty set, 2 for wrong arguments.
 */
@Command(
        name = "evaluate",
        description = "Measures keyword, vector and hybrid search on a folder of documents, queries and judgements.",
        mixinStandardHelpOptions = true)
public final class EvaluateCommand implements Callable<Integer> {
    private static final int MOST = 1000;

    @Spec
    @Nullable
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DIR", description = "The set, in the form of docs/evaluation.md.")
    private Path folder = Path.of("");

    @Option(names = "--k", paramLabel = "N", defaultValue = "10", description = "Ranks that count. Default: 10.")
    private int k = 10;

    @Option(
            names = "--vector-weight",
            paramLabel = "W",
            defaultValue = "${env:SERAI_VECTOR_WEIGHT:-0.25}",
            description = "What vectors count in the hybrid ranking, 0 to 1. Default: the hub's.")
    private double vectorWeight;

    @Option(names = "--json", description = "Prints one JSON object instead of a table.")
    private boolean json;

    @Option(names = "--per-query", description = "Adds the figures of each query.")
    private boolean perQuery;

    @Override
    public Integer call() {
        CommandOutput output = CommandOutput.of(spec);
        return output.report(() -> {
            if (k < 1 || k > MOST) {
                throw new UsageProblem("--k is %d, expected 1 to %d".formatted(k, MOST));
            }
            if (!(vectorWeight >= 0 && vectorWeight <= 1)) {
                throw new UsageProblem("--vector-weight is %s, expected 0 to 1".formatted(vectorWeight));
            }
            if (!Files.isDirectory(folder)) {
                throw new UsageProblem("evaluate: there is no folder " + folder);
            }
            print(Evaluation.of(folder, k, vectorWeight, line -> tell(output, line)), output);
        });
    }

    private static void tell(CommandOutput output, String line) {
        output.err().println(line);
        output.err().flush();
    }

    private void print(Outcome outcome, CommandOutput output) throws Exception {
        switch (outcome) {
            case Outcome.Faulty(var mistakes) -> {
                mistakes.forEach(mistake -> tell(output, mistake.toString()));
                throw new IllegalArgumentException(mistakes.size() + " mistakes; nothing was measured");
            }
            case Outcome.Measured measured -> {
                Outcome.Measured shown = perQuery ? measured : measured.withoutQueries();
                if (json) {
                    output.line(new ObjectMapper().writeValueAsString(shown));
                } else {
                    lines(shown).forEach(output::line);
                }
            }
        }
    }

    private static List<String> lines(Outcome.Measured measured) {
        List<String> lines = new ArrayList<>();
        lines.add("%d documents, %d chunks, %d queries, %d of them with something to find, judged by %s"
                .formatted(
                        measured.documents(),
                        measured.chunks(),
                        measured.queries(),
                        measured.scored(),
                        measured.judgedBy()));
        lines.addAll(table(List.of("mean"), List.of(measured.means()), measured.k()));
        if (!measured.perQuery().isEmpty()) {
            lines.add("");
            lines.addAll(table(
                    measured.perQuery().stream().map(Outcome.OfQuery::query).toList(),
                    measured.perQuery().stream().map(Outcome.OfQuery::scores).toList(),
                    measured.k()));
        }
        return lines;
    }

    private static List<String> table(List<String> names, List<Map<String, Scores>> scores, int k) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("query", "ranking", "nDCG@" + k, "recall@" + k, "MRR"));
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            scores.get(i)
                    .forEach((ranking, s) -> rows.add(
                            List.of(name, ranking, figure(s.ndcg()), figure(s.recall()), figure(s.reciprocalRank()))));
        }
        return TextTable.lines(rows);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
