package dev.serai.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured values of one thing. */
final class Figures {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return Collections.min(values);
    }

    double max() {
        return Collections.max(values);
    }

    /** {@code | name | min | median | max | goal |}, one decimal. */
    String row(String name, String goal) {
        return "| %s | %.1f | %.1f | %.1f | %s |".formatted(name, min(), median(), max(), goal);
    }

    static void header() {
        System.out.println("| What | min | median | max | Goal |\n|---|---:|---:|---:|---|");
    }
}
