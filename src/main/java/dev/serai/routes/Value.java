package dev.serai.routes;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a file says somewhere, and what of it may be shown: a secret is compared, and shown as {@code ***}.
 *
 * @param text as written
 * @param shown the same without secrets
 */
record Value(String text, String shown) {
    private static final String MASK = "***";
    private static final Pattern SECRET_NAME = Pattern.compile(
            ".*(password|passwd|passphrase|secret|token|credential|authorization|api-?key|accesskey|privatekey|jaas).*");
    private static final Pattern RAW = Pattern.compile("RAW(\\(.*\\)|\\{.*})", Pattern.DOTALL);
    private static final Pattern USER = Pattern.compile("(?<=//)[^/@\\s]+@|^[^/@\\s:]+:[^/@\\s]+@");
    /** A placeholder is the name of a secret, not the secret. */
    private static final Pattern NAMED = Pattern.compile("((Bearer|Basic) )?\\{\\{[\\w.-]+}}");

    static Value of(String name, String text) {
        return isSecretName(name)
                ? secret(text)
                : new Value(
                        text, USER.matcher(RAW.matcher(text).replaceAll(MASK)).replaceAll(MASK + "@"));
    }

    static Value secret(String text) {
        return new Value(text, NAMED.matcher(text).matches() ? text : MASK);
    }

    static boolean isSecretName(String name) {
        return SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
