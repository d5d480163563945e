package dev.serai.servers;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL login: a JDBC address without user and password in it, and those two. Reads what hosting companies
 * hand out ({@code postgres://user:password@host/db?sslmode=require}) and JDBC addresses alike.
 */
record PostgresAddress(String url, String username, String password) {
    private static final String JDBC = "jdbc:";

    /** {@code variable} is only for the error message, which never repeats the value: it may hold a password. */
    static PostgresAddress parse(String variable, String value) {
        boolean jdbc = value.startsWith(JDBC);
        URI uri = uri(variable, jdbc ? value.substring(JDBC.length()) : value);
        boolean known = "postgresql".equals(uri.getScheme()) || (!jdbc && "postgres".equals(uri.getScheme()));
        if (!known || uri.getRawAuthority() == null || database(uri).isEmpty()) {
            throw unreadable(variable, null);
        }
        Map<String, String> parameters = parameters(uri.getRawQuery());
        String[] login = login(uri.getRawAuthority());
        String username = first(parameters.remove("user"), login[0]);
        String password = first(parameters.remove("password"), login[1]);
        if (username.isEmpty()) {
            throw new StartupException(
                    "SERAI-START-005", variable + " names no user; write postgres://USER:PASSWORD@HOST:5432/DATABASE");
        }
        return new PostgresAddress(
                JDBC + "postgresql://" + hosts(uri.getRawAuthority()) + "/" + database(uri) + query(parameters),
                username,
                password);
    }

    /** Another login on the same database. */
    PostgresAddress login(String otherUsername, String otherPassword) {
        return new PostgresAddress(url, otherUsername, otherPassword);
    }

    /** As {@code serai.database.<role>.*}. */
    Map<String, String> properties(String role) {
        String prefix = "serai.database." + role + ".";
        return Map.of(prefix + "url", url, prefix + "username", username, prefix + "password", password);
    }

    @Override
    public String toString() {
        return username + "@" + url; // no password in logs
    }

    private static URI uri(String variable, String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw unreadable(variable, e);
        }
    }

    private static StartupException unreadable(String variable, @Nullable URISyntaxException e) {
        String hint = e == null
                ? ""
                : " (character " + e.getIndex() + ": " + e.getReason() + "; percent-encode special characters)";
        return new StartupException(
                "SERAI-START-005",
                variable + " is not a PostgreSQL address" + hint
                        + "; expected postgres://USER:PASSWORD@HOST:5432/DATABASE or jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD");
    }

    private static String database(URI uri) {
        String path = uri.getRawPath();
        return path == null || path.isEmpty() ? "" : path.substring(1);
    }

    private static String hosts(String authority) {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static String[] login(String authority) {
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        int colon = userInfo.indexOf(':');
        return colon < 0
                ? new String[] {decode(userInfo), ""}
                : new String[] {decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1))};
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String query(Map<String, String> parameters) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        parameters.forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
        return query.toString();
    }

    private static String first(@Nullable String one, String other) {
        return one == null ? other : one;
    }

    /** As in the path and user part of an address: a plus sign stays one. */
    private static String decode(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
