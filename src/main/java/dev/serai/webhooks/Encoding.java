package dev.serai.webhooks;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** How a signature is written. */
enum Encoding {
    /** Lower case only, as every sender writes it. */
    HEX {
        @Override
        byte[] decode(String text) {
            return LOWER_HEX.matcher(text).matches() ? HexFormat.of().parseHex(text) : NOTHING;
        }
    },
    BASE64 {
        @Override
        byte[] decode(String text) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                return NOTHING;
            }
        }
    };

    private static final Pattern LOWER_HEX = Pattern.compile("([0-9a-f]{2}){1,128}");
    private static final byte[] NOTHING = {};

    /** No bytes for what cannot be read: they equal no signature. */
    abstract byte[] decode(String text);
}
