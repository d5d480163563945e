package dev.serai.documents;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an upload may be.
 *
 * @param maxSize largest file
 * @param inMemory a form or unannounced body is held in memory up to this size, then on the local disk
 */
@ConfigurationProperties("serai.upload")
record UploadSettings(
        @DefaultValue("200MB") DataSize maxSize,
        @DefaultValue("1MB") DataSize inMemory) {}
