package dev.serai.company;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.access.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/** Settings of an org that are no features, {@code serai.company} in the configuration. */
@ConfigurationProperties("serai.company")
record CompanyProperties(@DefaultValue List<Entry> settings) {
    /**
     * One setting.
     *
     * @param name of its column in company_settings
     * @param fallback the default as text; left out, there is none
     */
    record Entry(
            String name,
            Setting.Kind kind,
            @Name("default") @Nullable String fallback,
            String title,
            @DefaultValue("org_admin") Role changedBy,
            @DefaultValue("0") int least,
            @DefaultValue("0") int most) {
        Setting setting() {
            return new Setting(name, null, kind, value(), title, changedBy, List.of(), least, most);
        }

        private JsonNode value() {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            if (fallback == null) {
                return nodes.nullNode();
            }
            return switch (kind) {
                case FLAG -> nodes.booleanNode(Boolean.parseBoolean(fallback));
                case NUMBER -> nodes.numberNode(Integer.parseInt(fallback));
                case TEXT -> nodes.textNode(fallback);
            };
        }
    }
}
