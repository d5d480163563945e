package dev.serai.checkins;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** What the configuration says about check-ins, as the statements want it. */
public final class CheckInDefaults {
    private final CheckInSettings settings;
    private final String defaults;

    CheckInDefaults(CheckInSettings settings, ObjectMapper json) {
        this.settings = settings;
        CheckInSettings.Defaults given = settings.defaults();
        // By the names of the columns of checkin_settings.
        this.defaults = json.valueToTree(Map.of(
                        "enabled", given.enabled(),
                        "weekdays", given.weekdays(),
                        "every_weeks", given.everyWeeks(),
                        "reminders", given.reminders(),
                        "expire_days", given.expireDays()))
                .toString();
    }

    /** Sets the headers {@code defaults}, JSON of an org that has not chosen, {@code link} and {@code createJob}. */
    public void lay(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader("defaults", defaults);
        message.setHeader("link", settings.link());
        message.setHeader("createJob", settings.createJob());
    }
}
