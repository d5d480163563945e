package dev.serai.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL is told at once, before anything is sent to it. */
class EndpointUrlsTest {
    private final EndpointUrls urls = new EndpointUrls(
            OutboundSamples.settings(List.of(java.time.Duration.ZERO)), PublicAddresses.and(List.of()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example.com",
                "https://hooks.example.com/serai?tenant=7",
                "https://hooks.example.com:8443/",
                "https://8.8.8.8/",
                "https://[2606:4700:4700::1111]/",
                "HTTPS://Hooks.Example.Com/",
                "https://xn--bcher-kva.example/",
            })
    void aPublicHttpsUrlIsFine(String url) {
        assertThat(urls.problems(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://hooks.example.com/, 'has the scheme http'",
        "ftp://hooks.example.com/, 'has the scheme ftp'",
        "file:///etc/passwd, 'has the scheme file'",
        "hooks.example.com, 'has the scheme null'",
        "https://hooks.example.com:22/, 'names the port 22'",
        "https://hooks.example.com:0/, 'names the port 0'",
        "https://user:pw@hooks.example.com/, 'carries a user or password'",
        "https://hooks.example.com/#a, 'has a fragment'",
        "https://127.0.0.1/, 'is a loopback address'",
        "https://127.1/, 'loopback'",
        "https://2130706433/, 'loopback'",
        "https://0x7f000001/, 'loopback'",
        "https://0177.0.0.1/, 'loopback'",
        "https://[::1]/, 'loopback'",
        "https://[::ffff:127.0.0.1]/, 'loopback'",
        "https://[fe80::1%25eth0]/, 'no address that can be judged'",
        "https://169.254.169.254/latest/meta-data, 'link-local'",
        "https://bücher.example/, 'names no host'",
        "'https://hooks.example.com/a b', 'is no URL'",
        "https://, 'is no URL'",
    })
    void whatIsWrongIsSaid(String url, String said) {
        assertThat(urls.problems(url)).anySatisfy(problem -> assertThat(problem).contains(said));
    }

    @Test
    void everythingThatIsWrongIsSaidTogether() {
        assertThat(urls.problems("http://user@10.0.0.5:22/#x")).hasSize(5);
        assertThat(urls.problems("https://a.example/" + "x".repeat(2_000)))
                .singleElement()
                .asString()
                .contains("2018");
    }
}
