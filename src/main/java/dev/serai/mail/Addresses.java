package dev.serai.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One address at a time, in the plain form that every server takes; and words for headers. Nothing of a row gets to add a
 * header, a recipient or a line.
 */
final class Addresses {
    private static final int LONGEST = 254;
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_WORDS = 200;
    private static final Pattern LOCAL =
            Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");

    /** Line ends and other controls, and the marks that turn the direction of what is read. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u0085\\u2028\\u2029]+");

    private Addresses() {}

    /** The address with its domain in ASCII; refuses what is not exactly one plain address. */
    static InternetAddress one(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > LONGEST || at > LONGEST_LOCAL) {
            throw unfit("it is no address of at most %d characters".formatted(LONGEST));
        }
        if (!LOCAL.matcher(text.substring(0, at)).matches()) {
            throw unfit("what stands before the @ is not plain");
        }
        try {
            InternetAddress address = new InternetAddress(text.substring(0, at) + "@" + domain(text.substring(at + 1)));
            address.validate();
            return address;
        } catch (AddressException | IllegalArgumentException e) {
            throw unfit("what stands behind the @ is no domain");
        }
    }

    /** The address with a name beside it, encoded as headers need it. */
    static InternetAddress named(String text, String name) {
        InternetAddress address = one(text);
        String words = words(name);
        if (!words.isEmpty()) {
            try {
                address.setPersonal(words, StandardCharsets.UTF_8.name());
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("Every JDK has UTF-8", e);
            }
        }
        return address;
    }

    /** One line of at most 200 characters: what cannot be seen becomes a blank. */
    static String words(String text) {
        String line = UNSEEN.matcher(text).replaceAll(" ").strip();
        return line.length() <= LONGEST_WORDS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST_WORDS) - 1)) + "…";
    }

    private static String domain(String text) {
        String ascii = IDN.toASCII(text, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
        if (ascii.isEmpty() || ascii.endsWith(".") || ascii.startsWith(".")) {
            throw new IllegalArgumentException("no domain");
        }
        return ascii;
    }

    private static UnfitMailException unfit(String why) {
        return new UnfitMailException("recipient", "The address cannot be used: " + why);
    }
}
