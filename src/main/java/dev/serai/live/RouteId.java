package dev.serai.live;

/** Ids of routes and steps carry their revision while they run; people and metrics know them without. */
public final class RouteId {
    private static final char ROUTE = '@';
    private static final String ENTRY = "@entry";
    private static final char STEP = '!';

    private RouteId() {}

    static String route(String id, long revision) {
        return id + ROUTE + revision;
    }

    static String entry(String id, long revision) {
        return id + ENTRY + revision;
    }

    /** Whether a running route is what listens for another, not the steps themselves. */
    public static boolean isEntry(String id) {
        return id.indexOf(ROUTE) < 0 || id.contains(ENTRY);
    }

    /** What Camel puts before the ids of a route's steps. */
    static String stepPrefix(long revision) {
        return Long.toString(revision) + STEP;
    }

    /** The id as the file has it, of a route or of a step. */
    public static String logical(String id) {
        int step = id.indexOf(STEP);
        int route = id.indexOf(ROUTE, step + 1);
        return id.substring(step + 1, route < 0 ? id.length() : route);
    }

    /** The revision since which a route's steps run. */
    static String revision(String routeId) {
        return routeId.substring(routeId.indexOf(ROUTE) + 1);
    }
}
