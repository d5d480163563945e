package dev.serai.documents;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.database.SqlFile;
import dev.serai.embedding.TokenCounter;
import dev.serai.http.Answer;
import dev.serai.http.HttpLimits;
import dev.serai.http.RouteCaller;
import dev.serai.text.Chunker;
import dev.serai.text.MediaTypes;
import dev.serai.text.TextExtractor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The beans that document routes name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StoreSettings.class, UploadSettings.class})
class DocumentsConfiguration {
    /** Found by the aws2-s3 component too, so routes and uploads share connections. */
    @Bean(destroyMethod = "close")
    S3Client s3Client(StoreSettings settings) {
        return S3Client.builder()
                .endpointOverride(URI.create(settings.endpoint()))
                .region(Region.of(settings.region()))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                // Uploads are hashed by us; other stores than AWS do not all know the newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClient(ApacheHttpClient.builder()
                        .maxConnections(64)
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(30))
                        .build())
                .build();
    }

    @Bean
    ObjectStore objectStore(
            S3Client s3, StoreSettings store, UploadSettings upload, @Value("${serai.data:data}") Path dataFolder) {
        Spool spool = new Spool(dataFolder.resolve("uploads"));
        return new ObjectStore(
                s3, store.bucket(), spool, (int) upload.inMemory().toBytes());
    }

    @Bean
    FileIntake fileIntake(ObjectStore store, MediaTypes mediaTypes, UploadSettings settings) {
        return new FileIntake(store, mediaTypes, settings);
    }

    @Bean
    Acceptance acceptance(RouteCaller routes) {
        return new Acceptance(routes);
    }

    @Bean
    UploadEntry uploadEntry(
            UploadSettings settings,
            HttpLimits limits,
            FileIntake intake,
            Acceptance acceptance,
            RouteCaller routes,
            Answer answer) {
        return new UploadEntry(settings, limits, intake, acceptance, routes, answer);
    }

    /** Off in production and wherever SERAI_DEMO says so. Loads beside the start, never before it. */
    @Bean
    @Profile("!production")
    @ConditionalOnProperty(name = "serai.demo.enabled", matchIfMissing = true)
    ApplicationListener<ApplicationReadyEvent> demoRoom(
            @Value("${serai.demo.folder:ops/demo}") Path folder,
            FileIntake intake,
            Acceptance acceptance,
            RouteCaller routes) {
        DemoRoom room = new DemoRoom(folder, intake, acceptance, routes);
        return ready -> Thread.ofPlatform().daemon().name("demo-room").start(room::load);
    }

    @Bean
    OrphanSweep orphanSweep(ObjectStore store, @Qualifier("systemDataSource") DataSource system) {
        String sql = SqlFile.read("sql/documents/storage-key-find.sql");
        return new OrphanSweep(store, new JdbcTemplate(system), sql, Clock.systemUTC());
    }

    @Bean
    StoreCheck storeCheck(ObjectStore store, @Qualifier("systemDataSource") DataSource system) {
        String sql = SqlFile.read("sql/documents/stored-objects.sql");
        return new StoreCheck(store, new JdbcTemplate(system), sql);
    }

    @Bean
    BucketSweep bucketSweep(S3Client s3, StoreSettings settings) {
        return new BucketSweep(s3, settings.bucket());
    }

    @Bean
    DownloadEntry downloadEntry(ObjectStore store, RouteCaller routes) {
        return new DownloadEntry(store, routes);
    }

    @Bean
    DocumentEvents documentEvents(@Qualifier("systemDataSource") DataSource system) {
        String sql = SqlFile.read("sql/documents/document-changes.sql");
        return new DocumentEvents(new JdbcTemplate(system), sql);
    }

    @Bean
    EventsEntry eventsEntry(DocumentEvents events) {
        return new EventsEntry(events);
    }

    /** Before the HTTP server waits for its requests to end; a bean's own destruction comes after. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfEvents(EventsEntry events) {
        return closed -> events.close();
    }

    @Bean
    StoredFiles storedFiles(ObjectStore store, MediaTypes mediaTypes) {
        return new StoredFiles(store, mediaTypes);
    }

    @Bean
    Extraction extraction(TextExtractor extractor, @Value("${serai.data:data}") Path dataFolder) {
        return new Extraction(extractor, dataFolder.resolve("work"));
    }

    @Bean
    Chunking chunking(Chunker chunker, ObjectProvider<TokenCounter> tokens, ObjectMapper json) {
        return new Chunking(chunker, tokens::getObject, json);
    }

    @Bean
    Vectors vectors(@Value("${serai.embedding.model}") String model) {
        return new Vectors(model);
    }
}
