package dev.serai.embedding;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the model with the crew that embeds most texts a second here. Adds two seconds beside a hub that starts on two
 * cores.
 */
final class Trial {
    private static final Logger log = LoggerFactory.getLogger(Trial.class);
    private static final int TEXTS_PER_PROCESSOR = 6;

    /** About 128 word-pieces, the usual chunk. */
    private static final String TEXT =
            "Either party may end this agreement by thirty days of written notice. ".repeat(9);

    /** @param model open; whoever gets it closes it */
    record Result(SentenceModel model, Crew crew) {}

    interface Loader {
        SentenceModel load(int threads) throws Exception;
    }

    private final Loader loader;
    private final int processors;

    Trial(Loader loader, int processors) {
        this.loader = loader;
        this.processors = processors;
    }

    Result run() throws Exception {
        SentenceModel single = loader.load(1);
        Crew crew = Crew.fastest(Crew.candidates(processors), candidate -> rate(candidate, single));
        if (crew.threads() == 1) {
            return new Result(single, crew);
        }
        single.close();
        return new Result(loader.load(crew.threads()), crew);
    }

    /** Texts a second; 0 when that many threads cannot be had, as the model alone is enough to go on. */
    private double rate(Crew crew, SentenceModel single) {
        try (@Nullable SentenceModel more = crew.threads() == 1 ? null : loader.load(crew.threads())) {
            double rate = rate(more == null ? single : more, crew.callers());
            log.atDebug()
                    .addKeyValue("callers", crew.callers())
                    .addKeyValue("threads", crew.threads())
                    .addKeyValue("textsPerSecond", Math.round(rate))
                    .log("embedding tried out");
            return rate;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Exception e) {
            log.atWarn()
                    .addKeyValue("threads", crew.threads())
                    .setCause(e)
                    .log("the model cannot be tried out with these threads");
            return 0;
        }
    }

    private double rate(SentenceModel model, int callers) throws InterruptedException, ExecutionException {
        Callable<float[]> text = () -> model.vector(TEXT);
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            embed(threads, Collections.nCopies(callers, text));
            List<Callable<float[]>> texts = Collections.nCopies(processors * TEXTS_PER_PROCESSOR, text);
            long start = System.nanoTime();
            embed(threads, texts);
            return texts.size() / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static void embed(ExecutorService threads, List<Callable<float[]>> texts)
            throws InterruptedException, ExecutionException {
        for (Future<float[]> vector : threads.invokeAll(texts)) {
            vector.get();
        }
    }
}
