package dev.serai.company;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.http.Contract;
import dev.serai.http.Features;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that the routes of orgs' settings, gates and consents name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CompanyProperties.class)
class CompanyConfiguration {
    @Bean
    CompanySettings companySettings(
            Features features, Contract contract, CompanyProperties properties, ObjectMapper json) {
        List<Setting> settings = Stream.concat(
                        features.features().stream()
                                .map(feature -> Setting.of(feature, features.operations(feature, contract))),
                        properties.settings().stream().map(CompanyProperties.Entry::setting))
                .toList();
        return new CompanySettings(settings, json);
    }

    @Bean
    CompanyGate companyGate() {
        return new CompanyGate();
    }

    @Bean
    Consents consents() {
        return new Consents();
    }
}
