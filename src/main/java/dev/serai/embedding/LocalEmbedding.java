package dev.serai.embedding;

import ai.onnxruntime.OrtException;
import dev.serai.embedding.Lanes.Lane;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vectors from the model in this process: 384 floats of length one, from the first 256 word-pieces of a text. The same
 * text gives the same bits, whoever asks and whatever else is being embedded. Calls block; queries do not wait for bulk texts.
 */
public final class LocalEmbedding implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalEmbedding.class);
    private static final int CACHED_QUERIES = 1000;
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Trial.Loader loader;
    private final int callers;
    private final Lanes lanes;
    private final QueryCache cache = new QueryCache(CACHED_QUERIES);
    private @Nullable FutureTask<SentenceModel> loading;
    private boolean closed;

    /**
     * Starts to load the model in the background; the first call waits for it.
     *
     * @param libraries folder for unpacked native code, about 45 MB
     * @param callers bulk texts embedded at the same time, each on one core; 0 to find out what is fastest here
     */
    public LocalEmbedding(Path libraries, int callers) {
        this(loader(new Tokens(libraries)), callers);
        preload();
    }

    /** Loads nothing before the first call. */
    LocalEmbedding(Trial.Loader loader, int callers) {
        this.loader = loader;
        this.callers = callers;
        this.lanes = new Lanes(callers > 0 ? callers : processors());
    }

    static Trial.Loader loader(Tokens tokens) {
        return threads -> SentenceModel.load(tokens, threads);
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** One vector per text, in order. If one text fails, all do. */
    public float[][] embed(List<String> texts) {
        SentenceModel model = model();
        List<Future<float[]>> waiting = new ArrayList<>(texts.size());
        try {
            for (String text : texts) {
                waiting.add(submit(Lane.BULK, model, text));
            }
            float[][] vectors = new float[texts.size()][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = await(waiting.get(i));
            }
            return vectors;
        } finally {
            waiting.forEach(future -> future.cancel(false));
        }
    }

    /** The vector of a search query; the {@value #CACHED_QUERIES} queries asked last are remembered. */
    public float[] embedQuery(String text) {
        float[] known = cache.get(text);
        if (known != null) {
            return known;
        }
        float[] vector = await(submit(Lane.QUERY, model(), text));
        cache.put(text, vector);
        return vector;
    }

    private Future<float[]> submit(Lane lane, SentenceModel model, String text) {
        try {
            return lanes.submit(lane, () -> model.vector(text));
        } catch (RejectedExecutionException e) {
            throw lanes.isStopped() ? closing(e) : busy(e);
        }
    }

    private SentenceModel model() {
        return await(loading());
    }

    private synchronized FutureTask<SentenceModel> loading() {
        preload();
        return Objects.requireNonNull(loading);
    }

    /**
     * Starts to load the model if nothing has. A failed load is tried anew: a full disk or a missing folder can be mended
     * while the hub runs.
     */
    synchronized void preload() {
        if (closed) {
            throw closing(null);
        }
        if (loading == null || loading.state() == Future.State.FAILED) {
            loading = new FutureTask<>(this::load);
            Thread.ofPlatform().daemon().name("embedding-load").start(loading);
        }
    }

    private SentenceModel load() throws Exception {
        long start = System.nanoTime();
        try {
            Trial.Result result = callers > 0
                    ? new Trial.Result(loader.load(1), new Crew(callers, 1))
                    : new Trial(loader, processors()).run();
            lanes.resize(result.crew().callers());
            log.atInfo()
                    .addKeyValue("millis", (System.nanoTime() - start) / 1_000_000)
                    .addKeyValue("callers", result.crew().callers())
                    .addKeyValue("threads", result.crew().threads())
                    .log("embedding model loaded");
            return result.model();
        } catch (Exception | LinkageError e) {
            log.atError()
                    .addKeyValue("code", Reason.EMBEDDING_UNAVAILABLE.code())
                    .setCause(e)
                    .log("embedding model not loaded");
            throw e;
        }
    }

    private <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw Refusal.later(Reason.EMBEDDING_UNAVAILABLE, "The wait for the embedding was interrupted", RETRY, e);
        } catch (CancellationException e) {
            throw closing(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof Refusal refusal) {
            return refusal;
        }
        return Refusal.later(Reason.EMBEDDING_UNAVAILABLE, "The model in this process failed: " + cause, RETRY, cause);
    }

    private static Refusal busy(Throwable cause) {
        return Refusal.later(Reason.EMBEDDING_UNAVAILABLE, "Too many queries wait to be embedded", BUSY, cause);
    }

    private static Refusal closing(@Nullable Throwable cause) {
        return Refusal.later(Reason.EMBEDDING_UNAVAILABLE, "The hub is stopping and embeds nothing more", RETRY, cause);
    }

    /** Waiting texts are refused, running ones finish. */
    @Override
    public void close() throws OrtException {
        FutureTask<SentenceModel> model;
        synchronized (this) {
            closed = true;
            model = loading;
        }
        // Memory that a native call still uses must not be freed: rather leave it to the end of the process.
        if (lanes.stop() && model != null && model.state() == Future.State.SUCCESS) {
            model.resultNow().close();
        }
    }
}
