package dev.serai.access;

import java.util.regex.Pattern;

/** The one spelling of an organization's id that the hub accepts, from tokens and from the command line. */
public final class OrgId {
    /** For messages. */
    public static final String EXPECTED = "1 to 64 characters out of A-Z a-z 0-9 _ -";

    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private OrgId() {}

    public static boolean isValid(String text) {
        return VALID.matcher(text).matches();
    }
}
