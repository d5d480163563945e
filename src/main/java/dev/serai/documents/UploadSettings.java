package dev.serai.documents;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an upload may be.
 *
 * @param maxSize largest file
 * @param partSize bytes held in memory for each part on its way to the store; at least 5 MB by S3's rules
 */
@ConfigurationProperties("serai.upload")
record UploadSettings(
        @DefaultValue("200MB") DataSize maxSize,
        @DefaultValue("8MB") DataSize partSize) {}
