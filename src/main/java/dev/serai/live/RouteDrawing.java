package dev.serai.live;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
    private static final int LETTER = 6;

    private static final String STYLE = """
            <style>
            svg{color-scheme:light dark;font:13px system-ui,sans-serif;background:light-dark(#fff,#16181d)}
            text{fill:light-dark(#1c1f24,#e6e8ec)}
            .soft{fill:light-dark(#5c6470,#9aa3b2);font-size:11px}
            .name{font-size:15px;font-weight:600}
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
        drawing.steps(steps, 1, TOP + BOX);
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
        text(LEFT, 26, "name", route.id());
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
        box("from", 0, TOP, "from", route.from(), "");
    }

    /** @param above where the line to the first of them begins */
    private void steps(List<RouteStep> steps, int depth, int above) {
        int from = above;
        for (RouteStep step : steps) {
            int x = LEFT + depth * INDENT;
            int y = TOP + row * ROW;
            svg.append("<path d=\"M%d %d V%d H%d\"/>\n".formatted(x - INDENT / 2, from, y + BOX / 2, x));
            from = y + BOX / 2;
            boolean branch = step.id().isEmpty();
            box("", depth, y, step.kind(), branch ? step.target() : step.id(), branch ? "" : step.target());
            figures(y, step.figures());
            steps(step.steps(), depth + 1, y + BOX);
        }
    }

    private void figures(int y, StepTraffic.@Nullable Figures figures) {
        if (figures != null && figures.calls() > 0) {
            right(y + 16, "soft", "%d × %s ms".formatted(figures.calls(), number(figures.meanMillis())));
        }
        if (figures != null && figures.failed() > 0) {
            right(y + 30, "bad", "✗ %d failed".formatted(figures.failed()));
        }
    }

    private void box(String style, int depth, int y, String kind, String what, String detail) {
        int x = LEFT + depth * INDENT;
        svg.append("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n"
                .formatted(style, x, y, WIDTH - LEFT - x, BOX));
        text(x + 10, y + 22, "soft", kind);
        text(x + 100, y + (detail.isEmpty() ? 22 : 16), "", what);
        text(x + 100, y + 30, "soft", detail);
        row++;
    }

    private void text(int x, int y, String style, String text) {
        if (!text.isEmpty()) {
            svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n"
                    .formatted(style, x, y, escaped(shortened(text, (WIDTH - x - 120) / LETTER))));
        }
    }

    private void right(int y, String style, String text) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n"
                .formatted(style, WIDTH - LEFT - 10, y, escaped(text)));
    }

    private static String shortened(String text, int longest) {
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
