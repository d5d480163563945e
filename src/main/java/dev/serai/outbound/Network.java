package dev.serai.outbound;

import java.util.Arrays;

/**
 * A block of addresses, such as 10.0.0.0/8.
 *
 * @param address 4 or 16 bytes; those behind the prefix count for nothing
 * @param bits length of the prefix
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Network(byte[] address, int bits) {
    /**
     * Reads an address with the length of its prefix behind a slash; without a slash it is that one address.
     *
     * @throws IllegalArgumentException that names the text
     */
    static Network of(String text) {
        String[] parts = text.strip().split("/", 2);
        byte[] address = AddressText.parse(parts[0])
                .orElseThrow(
                        () -> new IllegalArgumentException("\"%s\" is no network like 10.0.0.0/8".formatted(text)));
        int longest = address.length * 8;
        int bits = parts.length == 1 ? longest : bits(parts[1]);
        if (bits < 0 || bits > longest) {
            throw new IllegalArgumentException(
                    "\"%s\" has a prefix that is not between 0 and %d".formatted(text, longest));
        }
        return new Network(address, bits);
    }

    private static int bits(String text) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : -1;
    }

    boolean contains(byte[] other) {
        int whole = bits / 8;
        if (other.length != address.length || !Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xFF) >>> (8 - rest) == 0;
    }
}
