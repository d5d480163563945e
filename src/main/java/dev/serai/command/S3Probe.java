package dev.serai.command;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Asks whether the hub's bucket is there and may be used. */
record S3Probe() implements Probe {
    @Override
    public String server() {
        return "s3";
    }

    @Override
    public String address() {
        return "serai.s3.endpoint";
    }

    @Override
    public String variables() {
        return "SERAI_S3_ENDPOINT, SERAI_S3_BUCKET, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY";
    }

    @Override
    public String version(Map<String, String> properties) {
        String bucket = properties.get("serai.s3.bucket");
        try (S3Client s3 = client(properties)) {
            s3.headBucket(request -> request.bucket(bucket));
            return "bucket " + bucket;
        }
    }

    private S3Client client(Map<String, String> properties) {
        var credentials = AwsBasicCredentials.create(
                properties.get("serai.s3.access-key"), properties.get("serai.s3.secret-key"));
        return S3Client.builder()
                .endpointOverride(URI.create(properties.get(address())))
                .region(Region.of(properties.get("serai.s3.region")))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .forcePathStyle(true)
                .overrideConfiguration(settings -> settings.apiCallTimeout(Duration.ofSeconds(SECONDS)))
                .build();
    }
}
