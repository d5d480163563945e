package dev.serai.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves a name once, right before the connection, and hands on exactly the addresses that it has judged: a name whose
 * answer changes between check and use gains nothing. One address that is not public refuses them all.
 */
final class GuardedResolver implements DnsResolver {
    /** More than these are not tried, so that a long answer cannot stretch an attempt. */
    private static final int MOST_ADDRESSES = 3;

    private final PublicAddresses addresses;
    private final Lookup lookup;
    private final Duration patience;

    /** Asks for a name's addresses; blocks. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    GuardedResolver(PublicAddresses addresses, Lookup lookup, Duration patience) {
        this.addresses = addresses;
        this.lookup = lookup;
        this.patience = patience;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] found = found(host);
        List<String> refusals = Arrays.stream(found)
                .map(addresses::refusal)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (!refusals.isEmpty()) {
            throw new BlockedAddressException(String.join(", ", refusals));
        }
        return found.length <= MOST_ADDRESSES ? found : Arrays.copyOf(found, MOST_ADDRESSES);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** A host that looks like an address never goes to a resolver, which might read it in another way. */
    private InetAddress[] found(String host) throws UnknownHostException {
        Optional<byte[]> literal = AddressText.parse(host);
        if (literal.isPresent()) {
            return new InetAddress[] {PublicAddresses.named(host, literal.get())};
        }
        if (AddressText.isNumeric(host)) {
            throw new BlockedAddressException(host + " is no address that can be judged");
        }
        InetAddress[] found = asked(host);
        if (found.length == 0) {
            throw new UnknownHostException(host);
        }
        return found;
    }

    /** Beside this thread, because a lookup cannot be interrupted. */
    private InetAddress[] asked(String host) throws UnknownHostException {
        FutureTask<InetAddress[]> answer = new FutureTask<>(() -> lookup.addresses(host));
        Thread.ofVirtual().name("webhook-name-lookup").start(answer);
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnknownHostException("no answer for %s within %d s".formatted(host, patience.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while asking for " + host);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown ? unknown : new UnknownHostException(host);
        }
    }
}
