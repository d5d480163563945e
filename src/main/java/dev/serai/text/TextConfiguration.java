package dev.serai.text;

import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that type, read and cut files. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ExtractionSettings.class)
class TextConfiguration {
    @Bean
    MediaTypes mediaTypes() {
        return new MediaTypes();
    }

    @Bean(destroyMethod = "close")
    TextExtractor textExtractor(ExtractionSettings settings, @Value("${serai.data:data}") Path dataFolder) {
        return new TextExtractor(dataFolder.resolve("work"), settings);
    }

    @Bean
    Chunker chunker() {
        return new Chunker();
    }
}
