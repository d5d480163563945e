package dev.serai.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client that calls receivers, against a server that must not be reached and one that misbehaves. */
class WebhookClientTest {
    private static final WireMockServer SERVER = new WireMockServer(
            options().bindAddress("127.0.0.1").dynamicPort().dynamicHttpsPort().globalTemplating(false));
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void forget() {
        SERVER.resetAll();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0177.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]"
            })
    void badDay27_noSpellingOfTheLoopbackIsConnectedTo(String host) throws IOException {
        SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
        try (WebhookClient client = client(List.of(), InetAddress::getAllByName)) {
            assertThatThrownBy(() -> client.post(url(host), Map.of(), new byte[0]))
                    .isInstanceOf(BlockedAddressException.class)
                    .hasMessageContaining("loopback");
        }
        SERVER.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void badDay27_aNameThatAnswersDifferentlyTheSecondTimeGainsNothing() throws IOException {
        SERVER.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(200)));
        Deque<String> answers = new ArrayDeque<>(List.of("127.0.0.2", "127.0.0.1", "127.0.0.1"));
        // 127.0.0.2 stands for the public address: nothing listens there, and only there may the connection go.
        WireMockServer other =
                new WireMockServer(options().bindAddress("127.0.0.2").port(SERVER.port()));
        other.start();
        try (WebhookClient client = client(List.of("127.0.0.2/32"), host -> answer(answers.removeFirst()))) {
            other.stubFor(post(anyUrl()).willReturn(aResponse().withStatus(202)));

            assertThat(client.post(url("rebind.example"), Map.of(), new byte[0]).status())
                    .isEqualTo(202);
            assertThat(answers).as("asked once for one connection").hasSize(2);
        } finally {
            other.stop();
        }
        SERVER.verify(0, postRequestedFor(anyUrl()));
    }

    @Test
    void badDay27_oneInnerAddressAmongPublicOnesRefusesThemAll() throws IOException {
        InetAddress[] mixed = {address("8.8.8.8"), address("10.0.0.5"), address("::1")};
        try (WebhookClient client = client(List.of(), host -> mixed)) {
            assertThatThrownBy(() -> client.post(url("mixed.example"), Map.of(), new byte[0]))
                    .isInstanceOf(BlockedAddressException.class)
                    .hasMessageContaining("10.0.0.5 is a private address")
                    .hasMessageContaining("is a loopback address");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void badDay27_aRedirectToTheInsideIsAnAnswerAndNothingMore(int status) throws IOException {
        SERVER.stubFor(
                post("/from").willReturn(aResponse().withStatus(status).withHeader("Location", base() + "/inside")));
        SERVER.stubFor(post("/inside").willReturn(aResponse().withStatus(200)));
        try (WebhookClient client = client(List.of("127.0.0.0/8"), InetAddress::getAllByName)) {
            assertThat(client.post(URI.create(base() + "/from"), Map.of(), new byte[0])
                            .status())
                    .isEqualTo(status);
        }
        SERVER.verify(0, postRequestedFor(urlEqualTo("/inside")));
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws IOException {
        try (WebhookClient client = client(List.of("127.0.0.0/8"), InetAddress::getAllByName)) {
            URI url = URI.create("https://localhost:" + SERVER.httpsPort() + "/");
            assertThatThrownBy(() -> client.post(url, Map.of(), new byte[0])).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void anAttemptEndsInItsTimeHoweverSlowTheReceiverIs() throws IOException {
        SERVER.stubFor(post("/slow").willReturn(aResponse().withStatus(200).withFixedDelay(20_000)));
        try (WebhookClient client = client(List.of("127.0.0.0/8"), InetAddress::getAllByName)) {
            long began = System.nanoTime();
            assertThatThrownBy(() -> client.post(URI.create(base() + "/slow"), Map.of(), new byte[0]))
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void anAnswerThatNeverEndsIsCutOffAndItsStatusCounts() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer endless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(202, 0);
            exchange.getResponseBody().write("begun".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        endless.start();
        try (WebhookClient client = client(List.of("127.0.0.0/8"), InetAddress::getAllByName)) {
            URI url = URI.create("http://127.0.0.1:" + endless.getAddress().getPort() + "/");
            WebhookClient.Reply reply = client.post(url, Map.of(), new byte[0]);

            assertThat(reply.status()).isEqualTo(202);
            assertThat(reply.text()).isEqualTo("begun");
        } finally {
            over.countDown();
            endless.stop(0);
        }
    }

    @Test
    void aNameServerThatDoesNotAnswerEndsTheAttempt() throws IOException {
        OutboundSettings settings = OutboundSamples.near(SERVER.port(), TIMEOUT);
        GuardedResolver resolver = new GuardedResolver(
                PublicAddresses.and(List.of()),
                host -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new InetAddress[0];
                },
                Duration.ofMillis(200));
        try (WebhookClient client = new WebhookClient(settings, resolver)) {
            assertThatThrownBy(() -> client.post(url("silent.example"), Map.of(), new byte[0]))
                    .hasMessageContaining("no answer for silent.example");
        }
    }

    @Test
    void ofALongAnswerTheFirstKilobyteIsReadAndControlCharactersAreLeftOut() throws IOException {
        SERVER.stubFor(post("/long")
                .willReturn(aResponse().withStatus(500).withBody("é\u0000\u001b[31m" + "x".repeat(5_000_000))));
        try (WebhookClient client = client(List.of("127.0.0.0/8"), InetAddress::getAllByName)) {
            for (int i = 0; i < 20; i++) {
                WebhookClient.Reply reply = client.post(URI.create(base() + "/long"), Map.of(), new byte[0]);
                assertThat(reply.text()).startsWith("é[31mxxx").hasSizeBetween(1_000, 1_024);
            }
        }
    }

    @Test
    void nothingButWhatIsNeededIsSent() throws IOException {
        SERVER.stubFor(post("/").willReturn(aResponse().withStatus(200).withHeader("Set-Cookie", "a=b; Path=/")));
        try (WebhookClient client = client(List.of("127.0.0.0/8"), InetAddress::getAllByName)) {
            for (int i = 0; i < 2; i++) {
                client.post(
                        URI.create(base() + "/"), Map.of("webhook-id", "msg_1"), "{}".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(SERVER.getAllServeEvents())
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.getRequest().getHeaders().all().stream()
                                .map(h -> h.key().toLowerCase(java.util.Locale.ROOT)))
                        .containsExactlyInAnyOrder(
                                "webhook-id", "content-type", "content-length", "host", "connection", "user-agent"))
                .allSatisfy(event ->
                        assertThat(event.getRequest().getHeader("User-Agent")).isEqualTo("Serai-Webhooks"));
    }

    private static WebhookClient client(List<String> allowed, GuardedResolver.Lookup lookup) {
        return new WebhookClient(
                OutboundSamples.near(SERVER.port(), TIMEOUT),
                new GuardedResolver(PublicAddresses.and(allowed), lookup, Duration.ofSeconds(2)));
    }

    private static String base() {
        return "http://127.0.0.1:" + SERVER.port();
    }

    private static URI url(String host) {
        return URI.create("http://%s:%d/".formatted(host, SERVER.port()));
    }

    private static InetAddress[] answer(String text) {
        return new InetAddress[] {address(text)};
    }

    private static InetAddress address(String text) {
        return PublicAddresses.named(text, AddressText.parse(text).orElseThrow());
    }
}
