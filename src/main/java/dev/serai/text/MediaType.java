package dev.serai.text;

import java.util.Locale;
import java.util.stream.Stream;

/** The formats that text is read from. */
public enum MediaType {
    PDF("application/pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    HTML("text/html"),
    MARKDOWN("text/markdown"),
    TEXT("text/plain");

    private final String mime;

    MediaType(String mime) {
        this.mime = mime;
    }

    public String mime() {
        return mime;
    }

    /** Parameters such as a charset are ignored. */
    public static MediaType of(String mime) {
        String essence = mime.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(type -> type.mime.equals(essence))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Media type '%s' is none of %s"
                        .formatted(
                                mime, Stream.of(values()).map(MediaType::mime).toList())));
    }
}
