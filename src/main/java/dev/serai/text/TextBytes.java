package dev.serai.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells text from other bytes by what is in them. */
final class TextBytes {
    /** Page breaks and terminal colours occur in text files; more than this does not. */
    private static final double MAX_CONTROL_SHARE = 0.002;

    private TextBytes() {}

    /** Looks at the beginning of a file; a character that the end cuts in half is no fault. */
    static boolean isUnicode(byte[] prefix) {
        Charset marked = Charsets.marked(prefix);
        Charset charset = marked == null ? StandardCharsets.UTF_8 : marked;
        CharBuffer decoded = CharBuffer.allocate(prefix.length + 1);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(prefix), decoded, false);
        return !result.isError() && hasFewControls(decoded.flip());
    }

    static boolean isEightBit(byte[] prefix) {
        return hasFewControls(StandardCharsets.ISO_8859_1.decode(ByteBuffer.wrap(prefix)));
    }

    private static boolean hasFewControls(CharBuffer text) {
        long controls = text.chars().filter(TextBytes::isControl).count();
        return text.chars().noneMatch(c -> c == 0) && controls <= MAX_CONTROL_SHARE * text.length();
    }

    /** The upper controls are letters and quotes in the 8-bit charsets of Windows. */
    private static boolean isControl(int c) {
        return c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f';
    }
}
