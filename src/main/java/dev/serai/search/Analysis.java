package dev.serai.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/** How text becomes words: once by English rules, once by Unicode's alone for every other language. */
final class Analysis {
    static final Analyzer ENGLISH = new EnglishAnalyzer();
    static final Analyzer NEUTRAL = new StandardAnalyzer();

    private Analysis() {}

    /** A word of a text; offsets in UTF-16 units. */
    record Word(String term, int start, int end) {}

    static List<Word> words(Analyzer analyzer, String text) {
        List<Word> words = new ArrayList<>();
        try (TokenStream tokens = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            OffsetAttribute offset = tokens.addAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(new Word(term.toString(), offset.startOffset(), offset.endOffset()));
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }

    static Set<String> terms(Analyzer analyzer, String text) {
        Set<String> terms = new HashSet<>();
        words(analyzer, text).forEach(w -> terms.add(w.term()));
        return terms;
    }
}
