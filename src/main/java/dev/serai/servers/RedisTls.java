package dev.serai.servers;

import javax.net.ssl.SSLParameters;
import org.springframework.boot.autoconfigure.data.redis.JedisClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes encrypted Redis connections check the server's name too: Jedis by itself only checks the certificate. */
@Configuration(proxyBeanMethods = false)
class RedisTls {
    @Bean
    JedisClientConfigurationBuilderCustomizer verifiedRedisName(Environment environment) {
        boolean encrypted = environment.getProperty("serai.redis.url", "").startsWith("rediss:");
        return builder -> {
            if (encrypted) {
                builder.useSsl().sslParameters(verified());
            }
        };
    }

    static SSLParameters verified() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }
}
