package dev.serai.evaluation;

import java.util.List;
import java.util.Map;

/**
 * The input as it was read.
 *
 * @param queries text by id, in the order of the file
 */
record LabelledSet(List<Source> documents, Map<String, String> queries, List<Judgement> judgements) {
    boolean bySpan() {
        return judgements.stream().anyMatch(judgement -> judgement.span() != null);
    }
}
