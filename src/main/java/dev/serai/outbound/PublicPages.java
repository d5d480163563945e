package dev.serai.outbound;

import java.io.IOException;
import java.net.URI;

/** Texts of others, fetched as webhooks are sent: no redirects, TLS with the host's name, only addresses that are public. */
public final class PublicPages {
    private final WebhookClient client;

    PublicPages(WebhookClient client) {
        this.client = client;
    }

    /**
     * The text at the URL.
     *
     * @param mostBytes a longer one is refused
     * @throws IOException when there is none, with the reason
     */
    public String get(URI url, int mostBytes) throws IOException {
        WebhookClient.Reply reply = client.get(url, mostBytes + 1);
        if (reply.status() != 200) {
            throw new IOException("answered %d".formatted(reply.status()));
        }
        if (reply.text().length() > mostBytes) {
            throw new IOException("answered more than %d bytes".formatted(mostBytes));
        }
        return reply.text();
    }
}
