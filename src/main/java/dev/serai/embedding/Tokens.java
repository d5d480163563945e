package dev.serai.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The word-pieces of the local model. The vocabulary is loaded on first use and stays loaded. */
final class Tokens implements TokenCounter {
    private final Path libraries;
    private @Nullable HuggingFaceTokenizer loaded;

    /** @param libraries folder for unpacked native code */
    Tokens(Path libraries) {
        this.libraries = libraries;
    }

    Path libraries() {
        return libraries;
    }

    @Override
    public List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>(text.length() / 4);
        for (Segment segment : Segment.of(text)) {
            Utf16 units = Utf16.of(segment.text());
            for (CharSpan span : encode(segment).getCharTokenSpans()) {
                spans.add(new Span(
                        segment.start() + units.at(span.getStart()), segment.start() + units.at(span.getEnd())));
            }
        }
        return spans;
    }

    @Override
    public int count(String text) {
        int count = 0;
        for (Segment segment : Segment.of(text)) {
            count += encode(segment).getIds().length;
        }
        return count;
    }

    /** What the model takes: at most {@code limit} ids, the two special ones included; the text's tail is not looked at. */
    long[] ids(String text, int limit) {
        long[] ids = new long[limit];
        ids[0] = MiniLm.CLS;
        int used = 1;
        for (Segment segment : Segment.of(text)) {
            long[] found = encode(segment).getIds();
            int taken = Math.min(found.length, limit - 1 - used);
            System.arraycopy(found, 0, ids, used, taken);
            used += taken;
            if (used == limit - 1) {
                break;
            }
        }
        ids[used] = MiniLm.SEP;
        return Arrays.copyOf(ids, used + 1);
    }

    private Encoding encode(Segment segment) {
        return tokenizer().encode(segment.text(), false, false);
    }

    private HuggingFaceTokenizer tokenizer() {
        try {
            return load();
        } catch (IOException e) {
            throw new UncheckedIOException("The tokenizer cannot be loaded; libraries are unpacked to " + libraries, e);
        }
    }

    /** Truncation and padding are off whatever the file says, so that counts are true; limits are set by callers. */
    synchronized HuggingFaceTokenizer load() throws IOException {
        if (loaded == null) {
            NativeLibraries.unpackBelow(libraries);
            loaded = HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(MiniLm.tokenizer()), Map.of("truncation", "false", "padding", "false"));
        }
        return loaded;
    }
}
