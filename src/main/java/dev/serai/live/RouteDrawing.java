package dev.serai.live;

import java.util.List;
import java.util.Locale;

/**
 * A route as a picture for people: its steps from top to bottom, what lies within a step indented below it, with what has
 * gone through each. SVG without script or outside reference; light or dark as the reader has it.
 */
final class RouteDrawing {
    private static final int WIDTH = 760;
    private static final int ROW = 46;
    private static final int BOX = 36;
    private static final int INDENT = 26;
    private static final int LEFT = 20;
    private static final int TOP = 64;
    private static final int LONGEST = 58;

    private static final String STYLE = """
            <style>
            svg{color-scheme:light dark;font:13px system-ui,sans-serif;background:light-dark(#fff,#16181d)}
            text{fill:light-dark(#1c1f24,#e6e8ec)}
            .soft{fill:light-dark(#5c6470,#9aa3b2);font-size:12px}
            .bad{fill:light-dark(#b3261e,#ff8a80);font-weight:600}
            rect{fill:light-dark(#f4f6f9,#21252d);stroke:light-dark(#c6ccd6,#3a414d)}
            .from{fill:light-dark(#e5f0ff,#1c2c44)}
            path{fill:none;stroke:light-dark(#c6ccd6,#3a414d)}
            </style>
            """;

    private final StringBuilder svg = new StringBuilder();
    private int row;

    private RouteDrawing() {}

    /** The whole document. */
    static String of(LiveRoute route, String state, RouteTraffic.Figures figures, List<RouteStep> steps) {
        RouteDrawing drawing = new RouteDrawing();
        drawing.begin(route, state, figures);
        drawing.steps(steps, 1);
        int height = TOP + drawing.row * ROW + LEFT;
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img">
                <title>Route %s</title>
                <desc>%s. Its steps from top to bottom, with calls, failures and mean time on this node.</desc>
                %s%s</svg>
                """.formatted(
                        WIDTH,
                        height,
                        WIDTH,
                        height,
                        escaped(route.id()),
                        escaped(String.valueOf(route.steps().getDescriptionText())),
                        STYLE,
                        drawing.svg);
    }

    private void begin(LiveRoute route, String state, RouteTraffic.Figures figures) {
        text(LEFT, 26, "", route.id());
        text(
                LEFT,
                46,
                "soft",
                "%s · revision %d · %d calls, %d failed, %d refused, mean %s ms, %d in flight"
                        .formatted(
                                state,
                                route.revision(),
                                figures.calls(),
                                figures.failed(),
                                figures.refused(),
                                number(figures.meanMillis()),
                                figures.inFlight()));
        box("from", 0, "from", route.from(), "", "");
    }

    private void steps(List<RouteStep> steps, int depth) {
        for (RouteStep step : steps) {
            StepTraffic.Figures figures = step.figures();
            String counts =
                    figures == null ? "" : "%d × %s ms".formatted(figures.calls(), number(figures.meanMillis()));
            String failed = figures == null || figures.failed() == 0 ? "" : "✗ %d failed".formatted(figures.failed());
            String what = step.id().isEmpty() ? step.target() : step.id();
            box("", depth, step.kind(), what, counts, failed);
            steps(step.steps(), depth + 1);
        }
    }

    private void box(String style, int depth, String kind, String what, String counts, String failed) {
        int x = LEFT + depth * INDENT;
        int y = TOP + row * ROW;
        if (depth > 0) {
            svg.append("<path d=\"M%d %d V%d H%d\"/>\n".formatted(x - INDENT / 2, y - ROW + BOX, y + BOX / 2, x));
        }
        svg.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n"
                .formatted(style, x, y, WIDTH - LEFT - x, BOX));
        text(x + 10, y + 23, "soft", kind);
        text(x + 100, y + 23, "", what);
        right(y + 16, "soft", counts);
        right(y + 30, "bad", failed);
        row++;
    }

    private void text(int x, int y, String style, String text) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, escaped(shortened(text))));
    }

    private void right(int y, String style, String text) {
        if (!text.isEmpty()) {
            svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                    .formatted(style, WIDTH - LEFT - 10, y, escaped(text)));
        }
    }

    private static String shortened(String text) {
        int longest = text.contains("·") ? WIDTH : LONGEST;
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
