package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.embedding.TokenCounter.Span;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TokenSpansTest {
    private static final Tokens TOKENS = new Tokens(EmbeddingSamples.LIBRARIES);

    @Property(tries = 300)
    void spansStayInTheTextAndNeverGoBack(@ForAll String text) {
        int last = 0;
        for (Span span : TOKENS.spans(text)) {
            assertThat(span.start()).isGreaterThanOrEqualTo(last);
            assertThat(span.end()).isBetween(span.start(), text.length());
            last = span.start();
        }
    }
}
