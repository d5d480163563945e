package dev.serai.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.search.SearchIndex;
import dev.serai.vectors.VectorSettings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.FileSystemResource;

/** The same values stand with the store, for those who use it alone, with the settings, and for operators. */
class IndexSettingsTest {
    private static final VectorSettings USUAL = VectorSettings.of(SearchIndex.DIMENSION);

    @Test
    void vectorsAreSearchedAlikeWithAndWithoutConfiguration() throws Exception {
        List<PropertySource<?>> shipped =
                new YamlPropertySourceLoader().load("shipped", new FileSystemResource("config/application.yaml"));
        Iterable<ConfigurationPropertySource> sources = ConfigurationPropertySources.from(shipped);

        assertThat(vectors(new Binder())).isEqualTo(USUAL);
        assertThat(new Binder(sources)
                        .bind("serai.index.vectors", IndexSettings.Vectors.class)
                        .get()
                        .settings())
                .isEqualTo(USUAL);
    }

    private static VectorSettings vectors(Binder binder) {
        return binder.bindOrCreate("serai.index", IndexSettings.class).vectors().settings();
    }
}
