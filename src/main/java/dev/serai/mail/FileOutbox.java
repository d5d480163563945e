package dev.serai.mail;

import com.samskivert.mustache.Mustache;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/** Where mails go that nobody is to get: a folder with the newest ones and a page that lists them. */
public final class FileOutbox {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private final Path folder;
    private final int most;
    private final com.samskivert.mustache.Template page;

    /** What the page says of a mail, by its id. */
    private final TreeMap<Long, Map<String, String>> mails = new TreeMap<>();

    private boolean read;

    FileOutbox(Path folder, int most, String page) {
        this.folder = folder;
        this.most = most;
        this.page = Mustache.compiler().compile(page);
    }

    /** Header: mailId; body: the message. Writing the same mail again replaces it. */
    public synchronized void write(Exchange exchange) throws IOException, MessagingException {
        long mail = exchange.getMessage().getHeader("mailId", Long.class);
        MimeMessage message = exchange.getProperty("mailMessage", MimeMessage.class);
        Rendered words = exchange.getProperty("mailWords", Rendered.class);
        Files.createDirectories(folder);
        readOnce();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        put(mail + ".html", words.html().getBytes(StandardCharsets.UTF_8));
        put(mail + ".eml", bytes.toByteArray());
        mails.put(mail, line(mail, message));
        while (mails.size() > most) {
            long oldest = mails.pollFirstEntry().getKey();
            Files.deleteIfExists(folder.resolve(oldest + ".html"));
            Files.deleteIfExists(folder.resolve(oldest + ".eml"));
        }
        put("index.html", index().getBytes(StandardCharsets.UTF_8));
    }

    private String index() {
        List<Map<String, String>> newestFirst =
                new ArrayList<>(mails.descendingMap().values());
        return page.execute(Map.of("mails", newestFirst, "count", newestFirst.size(), "most", most));
    }

    /** A reader sees the old file or the new one, never half of it. */
    private void put(String name, byte[] content) throws IOException {
        Path whole = folder.resolve(name);
        Path part = folder.resolve(name + ".part");
        Files.write(part, content);
        Files.move(part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What lies there from before. */
    private void readOnce() throws IOException, MessagingException {
        if (read) {
            return;
        }
        read = true;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("\\d{1,18}\\.eml"))
                    .toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    String name = file.getFileName().toString();
                    long mail = Long.parseLong(name.substring(0, name.length() - ".eml".length()));
                    mails.put(mail, line(mail, new MimeMessage(Session.getInstance(new Properties()), in)));
                }
            }
        }
    }

    private static Map<String, String> line(long mail, MimeMessage message) throws MessagingException {
        InternetAddress to = (InternetAddress) message.getAllRecipients()[0];
        Date sent = message.getSentDate();
        return Map.of(
                "mail", Long.toString(mail),
                "to", to.toUnicodeString(),
                "subject", String.valueOf(message.getSubject()),
                "time", sent == null ? "" : TIME.format(sent.toInstant()));
    }
}
