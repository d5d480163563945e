package dev.serai.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses the hub would call for a customer. */
class PublicAddressesTest {
    private final PublicAddresses addresses = PublicAddresses.and(List.of());

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "0.1.2.3, reserved",
        "10.0.0.0, private",
        "10.0.0.5, private",
        "10.255.255.255, private",
        "100.64.0.1, carrier-shared",
        "100.127.255.254, carrier-shared",
        "127.0.0.1, loopback",
        "127.255.255.254, loopback",
        "169.254.0.1, link-local",
        "169.254.169.254, link-local",
        "172.16.0.1, private",
        "172.31.255.255, private",
        "192.0.0.8, reserved",
        "192.0.2.1, documentation",
        "192.88.99.1, 6to4-relay",
        "192.168.0.1, private",
        "192.168.255.255, private",
        "198.18.0.1, benchmarking",
        "198.19.255.255, benchmarking",
        "198.51.100.7, documentation",
        "203.0.113.7, documentation",
        "224.0.0.1, multicast",
        "239.255.255.255, multicast",
        "240.0.0.1, reserved",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "::2, reserved",
        "::7f00:1, loopback",
        "::10.0.0.1, private",
        "::8.8.8.8, reserved",
        "::ffff:127.0.0.1, loopback",
        "::ffff:7f00:1, loopback",
        "::ffff:10.0.0.1, private",
        "::ffff:169.254.169.254, link-local",
        "::ffff:0:8.8.8.8, reserved",
        "64:ff9b::10.0.0.1, private",
        "64:ff9b::7f00:1, loopback",
        "64:ff9b::a9fe:a9fe, link-local",
        "64:ff9b:1::1, private",
        "100::1, discard",
        "200::1, reserved",
        "2001:0:7f00:1::, loopback",
        "2001:0:808:808:0:0:f5ff:fffe, private",
        "2001:2::1, reserved",
        "2001:10::1, reserved",
        "2001:20::1, reserved",
        "2001:db8::1, documentation",
        "2002:a00:1::1, private",
        "2002:7f00:1::, loopback",
        "2002:a9fe:a9fe::1, link-local",
        "2a00:1450::5efe:10.0.0.1, private",
        "2a00:1450::200:5efe:127.0.0.1, loopback",
        "3fff::1, documentation",
        "4000::1, reserved",
        "5f00::1, reserved",
        "fc00::1, private",
        "fd12:3456:789a::1, private",
        "fd00:ec2::254, private",
        "fe80::1, link-local",
        "febf::1, link-local",
        "fec0::1, site-local",
        "ff02::1, multicast",
        "ff0e::1, multicast",
    })
    void whatIsNotPublicIsCalledByItsName(String address, String kind) throws UnknownHostException {
        assertThat(addresses.refusal(InetAddress.getByName(address)))
                .hasValueSatisfying(said -> assertThat(said).contains(" " + kind + " address"));
        assertThat(addresses.refusalOfText(address))
                .hasValueSatisfying(said -> assertThat(said).contains(" " + kind + " address"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.255.255",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.1",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::8.8.8.8",
                "2002:808:808::1",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e",
            })
    void whatIsPublicMayBeCalled(String address) throws UnknownHostException {
        assertThat(addresses.refusal(InetAddress.getByName(address))).isEmpty();
        assertThat(addresses.refusalOfText(address)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "127.0.1",
                "127.0.0.1.",
                "2130706433",
                "017700000001",
                "0177.0.0.1",
                "0x7f000001",
                "0x7F.1",
                "0x7f.0.0.0x1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[0:0:0:0:0:ffff:7f00:0001]",
            })
    void noSpellingHidesTheLoopback(String text) {
        assertThat(addresses.refusalOfText(text))
                .hasValueSatisfying(said -> assertThat(said).contains("loopback"));
        assertThat(AddressText.isNumeric(text.replaceAll("[\\[\\]]", ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1", "167772161", "0xa.1", "012.0.0.1", "[fd00::1]", "0xA9FEA9FE", "2852039166"})
    void norAPrivateOrALinkLocalOne(String text) {
        assertThat(addresses.refusalOfText(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"256.1.1.1", "1.2.3.4.5", "4294967296", "08.1.1.1", "0x", "1..1", "fe80::1%eth0", "1.2.3.99999"})
    void whatCannotBeReadIsNoAddressAndLooksLikeOne(String text) {
        assertThat(AddressText.parse(text)).isEmpty();
        assertThat(AddressText.isNumeric(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.com", "a", "7up.example", "0xdeadbeef.example", "localhost", "127.0.0.1.nip.io", ""})
    void aNameIsNoAddress(String text) {
        assertThat(AddressText.parse(text)).isEmpty();
        assertThat(AddressText.isNumeric(text)).isFalse();
        assertThat(addresses.refusalOfText(text)).isEmpty();
    }

    @Property
    void everyAddressOfAPrivateNetworkIsRefusedInAllItsForms(
            @ForAll @IntRange(max = 255) int b, @ForAll @IntRange(max = 255) int c, @ForAll @IntRange(max = 255) int d)
            throws UnknownHostException {
        byte[] four = {10, (byte) b, (byte) c, (byte) d};
        long number = 10L << 24 | (long) b << 16 | (long) c << 8 | d;

        assertThat(addresses.refusal(InetAddress.getByAddress(four))).isPresent();
        for (String text : List.of(
                "10.%d.%d.%d".formatted(b, c, d),
                "10.%d.%d".formatted(b, c << 8 | d),
                "10.%d".formatted(b << 16 | c << 8 | d),
                Long.toString(number),
                "0x" + Long.toHexString(number),
                "0" + Long.toOctalString(number),
                "012.0x%x.0%o.%d".formatted(b, c, d),
                "::ffff:10.%d.%d.%d".formatted(b, c, d),
                "64:ff9b::10.%d.%d.%d".formatted(b, c, d),
                "2002:0a%02x:%02x%02x::1".formatted(b, c, d))) {
            assertThat(addresses.refusalOfText(text)).as(text).isPresent();
        }
    }

    @Property
    void fourBytesAreReadAsTheJdkReadsThem(
            @ForAll @IntRange(max = 255) int a,
            @ForAll @IntRange(max = 255) int b,
            @ForAll @IntRange(max = 255) int c,
            @ForAll @IntRange(max = 255) int d)
            throws UnknownHostException {
        String text = "%d.%d.%d.%d".formatted(a, b, c, d);

        assertThat(AddressText.parse(text)).hasValue(InetAddress.getByName(text).getAddress());
    }

    @Property
    void aNetworkHoldsTheAddressesThatShareItsPrefix(@ForAll byte[] seed, @ForAll @IntRange(max = 32) int bits) {
        byte[] one = four(seed, 0);
        byte[] other = four(seed, 4);

        boolean shared = bits == 0 || number(one) >>> (32 - bits) == number(other) >>> (32 - bits);
        assertThat(new Network(one, bits).contains(other)).isEqualTo(shared);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "2130706433", "::ffff:127.0.0.1", "fd00::7"})
    void theConfigurationMakesExceptions(String text) {
        PublicAddresses some = PublicAddresses.and(List.of("127.0.0.0/8", "fd00::/16"));

        assertThat(some.refusalOfText(text)).isEmpty();
        assertThat(some.refusalOfText("10.0.0.1")).isPresent();
        assertThat(some.refusalOfText("fd01::1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.0.0.0/33", "10.0.0.0/-1", "example.com/8", "10.0.0.0/x", "::1/129"})
    void anExceptionThatIsNoNetworkIsNamed(String text) {
        assertThatThrownBy(() -> PublicAddresses.and(List.of(text))).hasMessageContaining('"' + text + '"');
    }

    private static byte[] four(byte[] seed, int from) {
        byte[] four = new byte[4];
        for (int i = 0; i < 4; i++) {
            // Few different values, so that prefixes are shared often.
            four[i] = from + i < seed.length ? (byte) (seed[from + i] & 0x81) : 0;
        }
        return four;
    }

    private static long number(byte[] four) {
        return (four[0] & 0xFFL) << 24 | (four[1] & 0xFFL) << 16 | (four[2] & 0xFFL) << 8 | (four[3] & 0xFFL);
    }
}
