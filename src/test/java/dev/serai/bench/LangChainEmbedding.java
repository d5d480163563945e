package dev.serai.bench;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** LangChain4j's model in the process, with float weights. By reflection: only the profile {@code bench} has its jars. */
final class LangChainEmbedding {
    private static final String PACKAGE = "dev.langchain4j.";

    private final Object model;
    private final Method embed;
    private final Method segment;

    LangChainEmbedding() throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(
                        PACKAGE + "model.embedding.onnx.allminilml6v2.AllMiniLmL6V2EmbeddingModel")
                .getConstructor();
        model = constructor.newInstance();
        embed = Class.forName(PACKAGE + "model.embedding.EmbeddingModel").getMethod("embedAll", List.class);
        segment = Class.forName(PACKAGE + "data.segment.TextSegment").getMethod("from", String.class);
    }

    /** In one batch; it shares the texts among as many threads as there are processors. */
    void embed(List<String> texts) throws IllegalAccessException, InvocationTargetException {
        List<Object> segments = new ArrayList<>(texts.size());
        for (String text : texts) {
            segments.add(segment.invoke(null, text));
        }
        embed.invoke(model, segments);
    }
}
