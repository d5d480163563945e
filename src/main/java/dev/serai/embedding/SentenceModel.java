package dev.serai.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serai.problem.Reason;
import dev.serai.problem.Refusal;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * The loaded model. One text at a time: the int8 weights scale by what else is in the batch, so only a text alone gives
 * the same vector each time. Many threads may call at once.
 */
final class SentenceModel implements AutoCloseable {
    private final Tokens tokens;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private SentenceModel(Tokens tokens, OrtEnvironment environment, OrtSession session) {
        this.tokens = tokens;
        this.environment = environment;
        this.session = session;
    }

    /** @param threads that work on one text; the vector does not depend on it */
    static SentenceModel load(Tokens tokens, int threads) throws IOException, OrtException {
        NativeLibraries.unpackBelow(tokens.libraries());
        tokens.load();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        environment.setTelemetry(false);
        try (var options = new OrtSession.SessionOptions()) {
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.setIntraOpNumThreads(threads);
            // Between two texts they sleep: the processors belong to others too.
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setInterOpNumThreads(1);
            return new SentenceModel(tokens, environment, environment.createSession(MiniLm.model(), options));
        }
    }

    float[] vector(String text) {
        long[] ids = tokens.ids(text, MiniLm.MAX_TOKENS);
        try {
            return Vectors.normalised(mean(hidden(ids), ids.length), "The model in this process");
        } catch (OrtException e) {
            throw Refusal.of(
                    Reason.EMBEDDING_INVALID,
                    "The model in this process failed on a text of %d word-pieces".formatted(ids.length),
                    "Try again; if it stays, restart the hub and keep the text for the developers",
                    e);
        }
    }

    /** One row per word-piece. Without a batch there is no padding, so the mask is all ones and pooling is a plain mean. */
    private FloatBuffer hidden(long[] ids) throws OrtException {
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor input = tensor(ids);
                OnnxTensor mask = tensor(ones);
                OnnxTensor types = tensor(new long[ids.length]);
                var result = session.run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), new long[] {1, values.length});
    }

    private static double[] mean(FloatBuffer hidden, int rows) {
        double[] mean = new double[hidden.remaining() / rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < mean.length; column++) {
                mean[column] += hidden.get(row * mean.length + column);
            }
        }
        for (int column = 0; column < mean.length; column++) {
            mean[column] /= rows;
        }
        return mean;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
