package dev.serai.alerts;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The beans that the routes of alerts name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertSettings.class)
class AlertsConfiguration {
    @Bean
    AlertChannels alertChannels(AlertSettings settings, ObjectMapper json) {
        SettingsCheck.require(settings);
        return new AlertChannels(settings, json);
    }

    @Bean
    AlertConditions alertConditions(
            @Qualifier("systemDataSource") DataSource system,
            @Qualifier("systemTransactions") PlatformTransactionManager transactions,
            AlertSettings settings,
            ObjectMapper json) {
        SettingsCheck.require(settings);
        return new AlertConditions(new NamedParameterJdbcTemplate(system), transactions, settings, json);
    }

    @Bean
    AlertDeliveries alertDeliveries(AlertSettings settings, ObjectMapper json, MeterRegistry meters) {
        return new AlertDeliveries(settings, json, meters, RandomGenerator.getDefault());
    }

    @Bean
    AlertRequests alertRequests(ObjectMapper json) {
        return new AlertRequests(json);
    }

    @Bean
    AlertFigures alertFigures(MeterRegistry meters) {
        return new AlertFigures(meters);
    }
}
