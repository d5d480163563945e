package dev.serai.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls receivers: no redirects, no cookies, no passwords, no proxy, nothing from the environment, TLS with the host's
 * name, connections only to addresses that the resolver has judged, and an end to everything.
 */
final class WebhookClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebhookClient.class);
    private static final String AGENT = "Serai-Webhooks";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration REUSED = Duration.ofMinutes(1);
    private static final int ANSWER_BYTES = 1_024;

    private final CloseableHttpClient http;
    private final Duration timeout;
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("webhook-deadlines").daemon().factory());

    WebhookClient(OutboundSettings settings, PublicAddresses addresses) {
        this(settings, new GuardedResolver(addresses, InetAddress::getAllByName, CONNECT));
    }

    WebhookClient(OutboundSettings settings, GuardedResolver resolver) {
        this.timeout = settings.timeout();
        this.http = client(connections(resolver, settings), Timeout.of(timeout));
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /**
     * What a receiver answered.
     *
     * @param text the first kilobyte
     * @param retryAfter the header as it is
     */
    record Reply(int status, String text, @Nullable String retryAfter) {}

    /** The time for one attempt as a whole is over. */
    static final class TooSlowException extends IOException {
        private static final long serialVersionUID = 1L;

        TooSlowException(Duration timeout, IOException cause) {
            super("no complete answer within %d s".formatted(timeout.toSeconds()), cause);
        }
    }

    private static PoolingHttpClientConnectionManager connections(GuardedResolver resolver, OutboundSettings settings) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(settings.concurrency())
                .setMaxConnPerRoute(settings.concurrency())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(settings.timeout()))
                        .setTimeToLive(TimeValue.of(REUSED))
                        .build())
                .build();
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections, Timeout timeout) {
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setRoutePlanner(new DefaultRoutePlanner(null))
                .setUserAgent(AGENT)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout)
                        .setResponseTimeout(timeout)
                        .setRedirectsEnabled(false)
                        .setAuthenticationEnabled(false)
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableContentCompression()
                .build();
    }

    /**
     * Posts JSON.
     *
     * @throws IOException when no answer came; {@link BlockedAddressException} when the host must not be called
     */
    Reply post(URI url, Map<String, String> headers, byte[] body) throws IOException {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        return reply(url, request, ANSWER_BYTES);
    }

    /**
     * Gets a text of at most so many bytes; what is longer is cut.
     *
     * @throws IOException as {@link #post}
     */
    Reply get(URI url, int mostBytes) throws IOException {
        return reply(url, new HttpGet(url), mostBytes);
    }

    private Reply reply(URI url, HttpUriRequestBase request, int mostBytes) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        var deadline = deadlines.schedule(
                () -> {
                    over.set(true);
                    request.cancel();
                },
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            ClassicHttpResponse response = http.executeOpen(target(url), request, null);
            Reply reply = reply(response, mostBytes);
            close(response);
            return reply;
        } catch (IOException e) {
            throw over.get() ? new TooSlowException(timeout, e) : e;
        } finally {
            deadline.cancel(false);
        }
    }

    /** A connection that the deadline has cut cannot be closed in good order; what was said stays said. */
    private static void close(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("webhook connection was cut");
        }
    }

    private static HttpHost target(URI url) throws BlockedAddressException {
        String host = EndpointUrls.host(url);
        if (host == null) {
            throw new BlockedAddressException("the URL names no host");
        }
        boolean bracketed = host.startsWith("[");
        return new HttpHost(url.getScheme(), bracketed ? host.substring(1, host.length() - 1) : host, url.getPort());
    }

    /** What comes after the wanted bytes is not read: closing the answer then closes the connection. */
    private static Reply reply(ClassicHttpResponse response, int mostBytes) {
        Header retryAfter = response.getFirstHeader("Retry-After");
        return new Reply(
                response.getCode(),
                text(response.getEntity(), mostBytes),
                retryAfter == null ? null : retryAfter.getValue());
    }

    /** The status has said what counts: an answer that never ends is cut off and changes nothing. */
    private static String text(@Nullable HttpEntity entity, int mostBytes) {
        if (entity == null) {
            return "";
        }
        byte[] start = new byte[mostBytes];
        int length = 0;
        try {
            InputStream content = entity.getContent();
            for (int read = 0; read >= 0 && length < mostBytes; length += Math.max(0, read)) {
                read = content.read(start, length, mostBytes - length);
            }
            if (length < mostBytes) {
                content.close();
            }
        } catch (IOException e) {
            log.atDebug().setCause(e).log("webhook answer was cut off");
        }
        return printable(new String(start, 0, length, StandardCharsets.UTF_8));
    }

    /** The database takes no NUL, and whoever reads it no control characters. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
