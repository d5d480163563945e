package dev.serai.documents;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The file store seen from outside the hub, and the hub's own sweep over it. */
public record StoredObjects(S3Client s3) {
    public static StoredObjects of(Map<String, String> servers) {
        return new StoredObjects(S3Client.builder()
                .endpointOverride(URI.create(servers.get("serai.s3.endpoint")))
                .region(Region.of(servers.get("serai.s3.region")))
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        servers.get("serai.s3.access-key"), servers.get("serai.s3.secret-key"))))
                .build());
    }

    public List<String> keys() {
        return s3.listObjectsV2Paginator(r -> r.bucket("serai").prefix("orgs/")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** How many objects it deleted. Nothing may be uploaded meanwhile. */
    public int sweep(JdbcTemplate system, String findSql, Path folder) {
        ObjectStore store = new ObjectStore(s3, "serai", new Spool(folder), 1 << 20);
        return new OrphanSweep(store, system, findSql, Clock.systemUTC())
                .sweepBefore(Instant.now().plusSeconds(3600));
    }
}
