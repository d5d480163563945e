package dev.serai.embedding;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The beans that embedding routes name. Both providers exist whichever is set, as the routes of both are loaded; the
 * model in this process takes no memory unless it is used.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddingSettings.class)
class EmbeddingConfiguration {
    @Bean
    Tokens tokenCounter(@Value("${serai.data:data}") Path dataFolder) {
        return new Tokens(dataFolder.toAbsolutePath().resolve("libraries"));
    }

    @Bean
    LocalEmbedding localEmbedding(Tokens tokens, EmbeddingSettings settings) {
        LocalEmbedding embedding = new LocalEmbedding(LocalEmbedding.loader(tokens), settings.callers());
        if (settings.provider() == EmbeddingSettings.Provider.LOCAL) {
            embedding.preload();
        }
        return embedding;
    }

    @Bean
    RemoteEmbedding remoteEmbedding(
            ObjectMapper json, EmbeddingSettings settings, @Value("${serai.embedding.remote.key:}") String key) {
        return new RemoteEmbedding(json, settings.model(), key);
    }
}
