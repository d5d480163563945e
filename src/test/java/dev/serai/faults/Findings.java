package dev.serai.faults;

import java.util.ArrayList;
import java.util.List;

/** What the comparison of clients' knowledge and hub's state brought to light; each line names what is wrong. */
record Findings(
        List<String> lost,
        List<String> phantoms,
        List<String> doubles,
        long documents,
        long deadLetters,
        long claims,
        long stages,
        long expired,
        long retried,
        long objects,
        long orphans,
        int searched) {

    List<String> all() {
        List<String> all = new ArrayList<>(lost);
        all.addAll(phantoms);
        all.addAll(doubles);
        return all;
    }
}
