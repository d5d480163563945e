package dev.serai.documents;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Where document files are. */
@ConfigurationProperties("serai.s3")
record StoreSettings(
        String endpoint,
        String bucket,
        @DefaultValue("us-east-1") String region,
        String accessKey,
        String secretKey) {}
