package dev.serai.mail;

import java.net.URI;
import java.util.regex.Pattern;

/** Addresses of Amazon SNS that a message names; no others are called because a message says so. */
record SnsAddress(String endpoint) {
    private static final Pattern HOST = Pattern.compile("sns\\.[a-z0-9-]{5,30}\\.amazonaws\\.com(\\.cn)?");

    /**
     * What is to be called.
     *
     * @throws IllegalArgumentException when the text is no https address of SNS
     */
    URI of(String text) {
        URI url = URI.create(text);
        boolean plain = url.getUserInfo() == null && url.getPort() == -1 && url.getFragment() == null;
        if (!"https".equals(url.getScheme())
                || url.getHost() == null
                || !HOST.matcher(url.getHost()).matches()
                || !plain) {
            throw new IllegalArgumentException("not an https address of SNS");
        }
        if (endpoint.isEmpty()) {
            return url;
        }
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return URI.create(endpoint + url.getRawPath() + query);
    }
}
