package dev.serai.webhooks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Settings of sources as tests need them. */
final class Samples {
    private Samples() {}

    static SourceSettings settings(SourceSettings.SchemeName scheme, String secrets) {
        return settings(
                scheme, List.of(new SourceSettings.SecretSettings(secrets, "")), SourceSettings.Mode.ANY, List.of());
    }

    static SourceSettings settings(
            SourceSettings.SchemeName scheme,
            List<SourceSettings.SecretSettings> secrets,
            SourceSettings.Mode mode,
            List<String> accounts) {
        return new SourceSettings(
                scheme,
                secrets,
                mode,
                accounts,
                Duration.ZERO,
                "",
                "",
                "",
                Encoding.HEX,
                "HmacSHA256",
                "{body}",
                "",
                "",
                "/type",
                "");
    }

    static SourceSettings plain(
            String secret, String header, String prefix, String content, String timestampHeader, String idField) {
        return new SourceSettings(
                SourceSettings.SchemeName.HMAC,
                List.of(new SourceSettings.SecretSettings(secret, "")),
                SourceSettings.Mode.ANY,
                List.of(),
                Duration.ZERO,
                "",
                header,
                prefix,
                Encoding.HEX,
                "HmacSHA256",
                content,
                timestampHeader,
                idField,
                "/type",
                "");
    }

    static Sources sources(Duration tolerance, Map<String, SourceSettings> sources) {
        WebhookSettings settings = new WebhookSettings(
                DataSize.ofMegabytes(1), Duration.ofSeconds(5), DataSize.ofKilobytes(32), tolerance, 1, 50, 4, sources);
        return new Sources(settings, false, false, new ObjectMapper(), url -> {
            throw new java.io.IOException("no certificates here");
        });
    }
}
