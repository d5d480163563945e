package dev.serai.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Tells addresses of the public internet from all others, so that nobody can make the hub call into its own network. An
 * address that carries another one inside (mapped, 6to4, Teredo, NAT64) is judged by that one too.
 */
public final class PublicAddresses {
    /** The first block that holds an address decides what it is called. IANA's special-purpose registries. */
    private static final List<Block> BLOCKS = List.of(
            block("0.0.0.0/32", "unspecified"),
            block("0.0.0.0/8", "reserved"),
            block("10.0.0.0/8", "private"),
            block("100.64.0.0/10", "carrier-shared"),
            block("127.0.0.0/8", "loopback"),
            block("169.254.0.0/16", "link-local"),
            block("172.16.0.0/12", "private"),
            block("192.0.0.0/24", "reserved"),
            block("192.0.2.0/24", "documentation"),
            block("192.88.99.0/24", "6to4-relay"),
            block("192.168.0.0/16", "private"),
            block("198.18.0.0/15", "benchmarking"),
            block("198.51.100.0/24", "documentation"),
            block("203.0.113.0/24", "documentation"),
            block("224.0.0.0/4", "multicast"),
            block("255.255.255.255/32", "broadcast"),
            block("240.0.0.0/4", "reserved"),
            block("::/128", "unspecified"),
            block("::1/128", "loopback"),
            block("100::/64", "discard"),
            block("64:ff9b:1::/48", "private"),
            block("2001:db8::/32", "documentation"),
            block("3fff::/20", "documentation"),
            block("fc00::/7", "private"),
            block("fe80::/10", "link-local"),
            block("fec0::/10", "site-local"),
            block("ff00::/8", "multicast"));

    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");
    private static final Network PROTOCOLS = Network.of("2001::/23");
    private static final Network TEREDO = Network.of("2001::/32");
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");
    private static final Network NAT64 = Network.of("64:ff9b::/96");
    private static final Network COMPATIBLE = Network.of("::/96");
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private final List<Network> allowed;

    private record Block(Network network, String kind) {}

    private PublicAddresses(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /**
     * Public addresses, and exceptions that the configuration makes.
     *
     * @param allowed networks like 10.1.0.0/16 that count as public
     * @throws IllegalArgumentException that names a text which is no network
     */
    public static PublicAddresses and(List<String> allowed) {
        return new PublicAddresses(allowed.stream().map(Network::of).toList());
    }

    /** Why the address must not be called, like "10.0.0.5 is a private address"; empty for one that may be. */
    public Optional<String> refusal(InetAddress address) {
        return kind(address.getAddress()).map(kind -> sentence(address.getHostAddress(), kind));
    }

    /**
     * As {@link #refusal} for a host that is written as an address, in whatever spelling. Empty too for a name, which
     * tells nothing before it is resolved.
     */
    public Optional<String> refusalOfText(String host) {
        return AddressText.parse(host).flatMap(this::kind).map(kind -> sentence(host, kind));
    }

    private static String sentence(String address, String kind) {
        return "%s is %s %s address".formatted(address, "aeiou".indexOf(kind.charAt(0)) < 0 ? "a" : "an", kind);
    }

    private Optional<String> kind(byte[] raw) {
        byte[] address = unmapped(raw);
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return Optional.empty();
        }
        Optional<String> known = BLOCKS.stream()
                .filter(block -> block.network().contains(address))
                .map(Block::kind)
                .findFirst();
        return known.isPresent() || address.length == 4 ? known : kind6(address);
    }

    private Optional<String> kind6(byte[] address) {
        if (NAT64.contains(address)) {
            return kind(Arrays.copyOfRange(address, 12, 16));
        }
        if (COMPATIBLE.contains(address)) {
            return kind(Arrays.copyOfRange(address, 12, 16)).or(() -> Optional.of("reserved"));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return kind(Arrays.copyOfRange(address, 2, 6));
        }
        if (TEREDO.contains(address)) {
            // Server, and the client with all bits turned over.
            return kind(Arrays.copyOfRange(address, 4, 8)).or(() -> kind(inverted(address)));
        }
        if (isatap(address)) {
            return kind(Arrays.copyOfRange(address, 12, 16));
        }
        boolean global = GLOBAL_UNICAST.contains(address) && !PROTOCOLS.contains(address);
        return global ? Optional.empty() : Optional.of("reserved");
    }

    private static byte[] inverted(byte[] address) {
        byte[] client = Arrays.copyOfRange(address, 12, 16);
        for (int i = 0; i < client.length; i++) {
            client[i] = (byte) ~client[i];
        }
        return client;
    }

    /** An interface identifier 0:5efe or 200:5efe: the rest of it is an IPv4 address of the inside. */
    private static boolean isatap(byte[] address) {
        return (address[8] & ~2) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    private static byte[] unmapped(byte[] address) {
        boolean mapped = address.length == 16 && Arrays.equals(address, 0, 12, MAPPED, 0, 12);
        return mapped ? Arrays.copyOfRange(address, 12, 16) : address;
    }

    private static Block block(String network, String kind) {
        return new Block(Network.of(network), kind);
    }

    /** An address for messages and connections; the host name stays with it, so that TLS can verify it. */
    static InetAddress named(String host, byte[] address) {
        try {
            return InetAddress.getByAddress(host, address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
