package dev.serai.mail;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MailSettingsTest {
    private static final MailSettings.Smtp SMTP = new MailSettings.Smtp("127.0.0.1", 587, "", "");
    private static final MailSettings.Ses SES = new MailSettings.Ses("us-east-1", "", "", "");

    @Test
    void theProductionProfileDoesNotWriteMailsToFilesUnasked() {
        MailSettings file = Samples.settings(MailSettings.Provider.FILE, "", SMTP, SES);

        assertThatThrownBy(() -> file.require(true))
                .hasMessageContaining("SERAI-MAIL-010")
                .hasMessageContaining("provider is file");
        assertThatCode(() -> file.require(false)).doesNotThrowAnyException();
    }

    @Test
    void everyMistakeIsNamedAtOnce() {
        MailSettings ses = Samples.settings(
                MailSettings.Provider.SES, "", SMTP, new MailSettings.Ses("us-east-1", "", "", "no url"));

        assertThatThrownBy(() -> ses.require(true))
                .hasMessageContaining("EMAIL_FROM")
                .hasMessageContaining("AWS_SES_ACCESS_KEY_ID")
                .hasMessageContaining("endpoint is no url");
    }

    @Test
    void theSenderIsOnePlainAddress() {
        MailSettings smtp = Samples.settings(MailSettings.Provider.SMTP, "Serai <a@example.com>", SMTP, SES);

        assertThatThrownBy(() -> smtp.require(true)).hasMessageContaining("from is Serai <a@example.com>");
    }
}
