package dev.serai.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.txt.Icu4jEncodingDetector;
import org.jspecify.annotations.Nullable;

/** Finds out how a text file's bytes spell characters. */
final class Charsets {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    /** More than this says nothing new about a file's charset. */
    private static final int SAMPLE = 64 * 1024;

    /** Guesses for short or odd files go astray; these are the ones that people's files are in. */
    private static final Pattern CREDIBLE =
            Pattern.compile("windows-125\\d|iso-8859-\\d+|shift_jis|euc-..|gb18030|big5|koi8-r");

    private Charsets() {}

    enum Mark {
        UTF_32LE(Charset.forName("UTF-32LE"), 0xFF, 0xFE, 0, 0),
        UTF_32BE(Charset.forName("UTF-32BE"), 0, 0, 0xFE, 0xFF),
        UTF_8(StandardCharsets.UTF_8, 0xEF, 0xBB, 0xBF),
        UTF_16LE(StandardCharsets.UTF_16LE, 0xFF, 0xFE),
        UTF_16BE(StandardCharsets.UTF_16BE, 0xFE, 0xFF);

        private final Charset charset;

        @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
        private final int[] bytes;

        Mark(Charset charset, int... bytes) {
            this.charset = charset;
            this.bytes = bytes;
        }

        private boolean opens(byte[] content) {
            return content.length >= bytes.length && Arrays.mismatch(bytes, unsigned(content, bytes.length)) < 0;
        }

        private static int[] unsigned(byte[] content, int length) {
            int[] values = new int[length];
            Arrays.setAll(values, i -> content[i] & 0xFF);
            return values;
        }
    }

    /** The charset that a byte order mark announces. */
    static @Nullable Charset marked(byte[] content) {
        return Stream.of(Mark.values())
                .filter(mark -> mark.opens(content))
                .map(mark -> mark.charset)
                .findFirst()
                .orElse(null);
    }

    /** Never fails: what cannot be read in the charset becomes U+FFFD. */
    static String decode(byte[] content) {
        Charset marked = marked(content);
        if (marked != null) {
            return new String(content, marked);
        }
        return strictly(content, StandardCharsets.UTF_8)
                .or(() -> guessed(content).flatMap(charset -> strictly(content, charset)))
                .orElseGet(() -> new String(content, WINDOWS_1252));
    }

    private static Optional<String> strictly(byte[] content, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> guessed(byte[] content) {
        byte[] sample = Arrays.copyOf(content, Math.min(SAMPLE, content.length));
        try {
            Charset guess = new Icu4jEncodingDetector().detect(new ByteArrayInputStream(sample), new Metadata());
            return Optional.ofNullable(guess).filter(Charsets::isCredible).map(Charsets::wider);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isCredible(Charset guess) {
        return CREDIBLE.matcher(guess.name().toLowerCase(Locale.ROOT)).matches();
    }

    /** What calls itself ISO-8859-1 holds curly quotes more often than control characters. */
    private static Charset wider(Charset guess) {
        return guess.equals(StandardCharsets.ISO_8859_1) ? WINDOWS_1252 : guess;
    }
}
