package dev.serai.mail;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.outbound.PublicPages;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.apache.camel.component.mail.JavaMailSender;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.core.io.ClassPathResource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ses.SesClient;

/** The beans that the routes of mails name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {
    @Bean
    Templates mailTemplates(MailSettings settings, ObjectMapper json, Environment environment) {
        settings.require(environment.acceptsProfiles(Profiles.of("production")));
        return new Templates(settings.templates(), json);
    }

    @Bean
    MailWork mailWork(MailSettings settings, Templates templates, ObjectMapper json, MeterRegistry meters) {
        return new MailWork(settings, templates, new Composer(settings), json, meters, RandomGenerator.getDefault());
    }

    @Bean
    MailRequests mailRequests(Templates templates, ObjectMapper json) {
        return new MailRequests(templates, json);
    }

    @Bean
    MailFigures mailFigures(ObjectMapper json, MeterRegistry meters) {
        return new MailFigures(json, meters);
    }

    /** The threads that providers are called on; an attempt waits most of its time. */
    @Bean(destroyMethod = "shutdown")
    ExecutorService mailWorkers(MailSettings settings) {
        return Executors.newFixedThreadPool(
                settings.workers(), Thread.ofPlatform().name("mail-", 0).factory());
    }

    @Bean
    FileOutbox fileOutbox(MailSettings settings, @Value("${serai.data:data}") Path folder) throws java.io.IOException {
        String page = new ClassPathResource("mail/outbox.html").getContentAsString(StandardCharsets.UTF_8);
        return new FileOutbox(folder.resolve("outbox"), settings.outboxMost(), page);
    }

    @Bean
    JavaMailSender smtpSender(MailSettings settings) {
        return new SmtpSender(settings);
    }

    /** Sends each request once: what the library repeats could arrive twice. */
    @Bean(destroyMethod = "close")
    SesClient sesClient(MailSettings settings) {
        MailSettings.Ses ses = settings.ses();
        String key = ses.accessKeyId().isEmpty() ? "none" : ses.accessKeyId();
        String secret = ses.secretAccessKey().isEmpty() ? "none" : ses.secretAccessKey();
        var client = SesClient.builder()
                .region(Region.of(ses.region()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, secret)))
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(Math.max(settings.workers(), 2))
                        .connectionTimeout(settings.timeout())
                        .socketTimeout(settings.timeout()))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(settings.timeout().multipliedBy(2)));
        return ses.endpoint().isEmpty()
                ? client.build()
                : client.endpointOverride(URI.create(ses.endpoint())).build();
    }

    @Bean
    SnsCertificates snsCertificates(MailSettings settings, PublicPages pages) {
        return new SnsCertificates(pages, new SnsAddress(settings.feedback().endpoint()), Clock.systemUTC());
    }

    @Bean
    SesFeedback sesFeedback(MailSettings settings, ObjectMapper json, PublicPages pages) {
        return new SesFeedback(json, pages, new SnsAddress(settings.feedback().endpoint()));
    }
}
