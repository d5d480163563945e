package dev.serai.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddingConfigurationTest {
    private final ApplicationContextRunner hub = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
            .withUserConfiguration(EmbeddingConfiguration.class)
            .withPropertyValues("serai.data=target/data");

    @ParameterizedTest
    @ValueSource(strings = {"local", "remote"})
    void routesFindBothProvidersWhicheverIsSet(String provider) {
        hub.withPropertyValues("serai.embedding.provider=" + provider, "serai.embedding.remote.url=x")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasBean("localEmbedding")
                        .hasBean("remoteEmbedding")
                        .hasSingleBean(TokenCounter.class));
    }

    @Test
    void theModelNameReachesTheRemoteService() {
        hub.withPropertyValues("serai.embedding.provider=remote", "serai.embedding.model=bge")
                .run(context -> assertThat(
                                context.getBean(RemoteEmbedding.class).request("a"))
                        .contains("\"model\":\"bge\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serai.embedding.callers=-1", "serai.embedding.provider=magic"})
    void wrongSettingsStopTheStart(String setting) {
        hub.withPropertyValues(setting)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(setting.substring(setting.indexOf('=') + 1)));
    }
}
