package dev.serai.command;

import dev.serai.routes.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/** Where a setting is written. */
record Origins(String file, int line, int column) {
    private static final Origins UNKNOWN = new Origins("environment", 1, 1);

    Finding finding(String code, String message, String suggestion) {
        return new Finding(file, line, column, code, message, suggestion);
    }

    static Origins of(PropertySource<?> source, String name) {
        return OriginLookup.getOrigin(source, name) instanceof TextResourceOrigin origin ? of(origin) : UNKNOWN;
    }

    /** The first setting of this name or below it; its list entries may be given by index or by their {@code name}. */
    static Origins inside(ConfigurableEnvironment environment, String setting) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof OriginTrackedMapPropertySource tracked) {
                String found = find(tracked, setting);
                if (found != null) {
                    return of(tracked, found);
                }
            }
        }
        return UNKNOWN;
    }

    private static @Nullable String find(OriginTrackedMapPropertySource source, String setting) {
        String list = setting.replaceFirst("\\[.*", "");
        String entry = setting.contains("[") ? setting.replaceFirst("^.*?\\[([^\\]]*)].*$", "$1") : "";
        String fallback = null;
        for (String name : source.getPropertyNames()) {
            if (uniform(name).startsWith(uniform(setting))) {
                return name;
            }
            boolean named = !entry.isEmpty() && entry.equals(String.valueOf(source.getProperty(name)));
            if (fallback == null && named && name.startsWith(list) && name.endsWith("].name")) {
                fallback = name;
            }
        }
        return fallback;
    }

    private static String uniform(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static Origins of(TextResourceOrigin origin) {
        TextResourceOrigin.Location place = origin.getLocation();
        String file = origin.getResource() == null ? "configuration" : path(origin.getResource());
        return place == null ? new Origins(file, 1, 1) : new Origins(file, place.getLine() + 1, place.getColumn() + 1);
    }

    private static String path(Resource resource) {
        return cleaned(resource.getDescription());
    }

    /** From Spring's words for a file to its path. */
    private static String cleaned(String description) {
        return description.replaceFirst("^.*\\[(?:file:)?(?:\\./)?", "").replaceFirst("/?].*$", "");
    }
}
