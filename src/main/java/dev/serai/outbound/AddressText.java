package dev.serai.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * IP addresses as people and attackers write them: 127.0.0.1, 127.1, 2130706433, 0x7f.1, 0177.0.0.1, ::1, [::1]. What
 * some resolver would take for an address is one here, so that no spelling gets past the judgement of addresses.
 */
final class AddressText {
    private static final int MOST_PARTS = 4;

    private AddressText() {}

    /** The address's 4 or 16 bytes; empty when the text is a name. */
    static Optional<byte[]> parse(String text) {
        String host = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        return host.indexOf(':') >= 0 ? version6(host) : version4(host);
    }

    /** Whether the text can only be meant as an address, readable or not: its last part is a number. */
    static boolean isNumeric(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = bare.substring(bare.lastIndexOf('.') + 1);
        return host.indexOf(':') >= 0 || last.matches("\\d+|0[xX][0-9a-fA-F]*");
    }

    /** The JDK reads these without asking anybody, as they have a colon. A zone (%eth0) is nothing that others have. */
    private static Optional<byte[]> version6(String host) {
        if (!host.matches("[0-9a-fA-F:.]{2,45}")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(host).getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** As inet_aton does: one to four parts, decimal, octal or hexadecimal; the last one fills what is left. */
    private static Optional<byte[]> version4(String host) {
        String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String[] parts = bare.split("\\.", -1);
        if (parts.length > MOST_PARTS) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < parts.length - 1; i++) {
            long part = number(parts[i]);
            if (part < 0 || part > 0xFF) {
                return Optional.empty();
            }
            value |= part << (24 - 8 * i);
        }
        long last = number(parts[parts.length - 1]);
        int left = 8 * (MOST_PARTS + 1 - parts.length);
        return last < 0 || last >= 1L << left ? Optional.empty() : Optional.of(bytes(value | last));
    }

    /** -1 for what is no number below 2^32. */
    private static long number(String part) {
        if (part.matches("0[xX][0-9a-fA-F]{1,12}")) {
            return below(Long.parseLong(part.substring(2), 16));
        }
        if (part.matches("0[0-7]{1,15}")) {
            return below(Long.parseLong(part, 8));
        }
        return part.matches("0|[1-9]\\d{0,11}") ? below(Long.parseLong(part)) : -1;
    }

    private static long below(long number) {
        return number < 1L << 32 ? number : -1;
    }

    private static byte[] bytes(long value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }
}
