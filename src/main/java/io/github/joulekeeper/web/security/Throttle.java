package io.github.joulekeeper.web.security;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed logins. Whoever fails too often is told to wait; so is everybody who fails while too many do. It holds
 * back only those who fail: a right key is looked up before, so nobody can lock others out.
 */
@Singleton
public class Throttle {
    /** How long failures count. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    static final int FAILURES_OF_ONE = 10;
    static final int FAILURES_OF_ALL = 300;
    private static final int ADDRESSES_KEPT = 10_000;
    private static final int BYTES_OF_IPV6_NETWORK = 8;

    private final InstantSource clock;
    private final Map<String, Count> byAddress = new LinkedHashMap<>();
    private Count all = new Count(Instant.MIN, 0);

    private record Count(Instant since, int failures) {
        Count more(Instant now) {
            return since.plus(WINDOW).isAfter(now) ? new Count(since, failures + 1) : new Count(now, 1);
        }

        boolean tooMany(Instant now, int borne) {
            return failures > borne && since.plus(WINDOW).isAfter(now);
        }
    }

    /** What becomes of a failure. */
    enum Verdict {
        /** Refuse it. */
        REFUSE,
        /** Refuse it, and log that no more of them are logged for a while. */
        LAST_TOLD,
        /** Tell whoever failed to wait. */
        WAIT
    }

    Throttle(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts a failure of that address, an IP address as text. */
    synchronized Verdict failed(String address) {
        Instant now = clock.instant();
        String network = network(address);
        // Taken out and put in again: the oldest of the map is the one whose last failure is the longest ago.
        Count old = byAddress.remove(network);
        Count own = old == null ? new Count(now, 1) : old.more(now);
        byAddress.put(network, own);
        if (byAddress.size() > ADDRESSES_KEPT) {
            var oldest = byAddress.entrySet().iterator();
            oldest.next();
            oldest.remove();
        }
        all = all.since().equals(Instant.MIN) ? new Count(now, 1) : all.more(now);
        if (own.tooMany(now, FAILURES_OF_ONE) || all.tooMany(now, FAILURES_OF_ALL)) {
            return Verdict.WAIT;
        }
        return own.failures() == FAILURES_OF_ONE || all.failures() == FAILURES_OF_ALL
                ? Verdict.LAST_TOLD
                : Verdict.REFUSE;
    }

    /** Whether a login that costs something need not even be tried. */
    synchronized boolean mustWait(String address) {
        Instant now = clock.instant();
        Count own = byAddress.get(network(address));
        return own != null && own.failures() >= FAILURES_OF_ONE && own.tooMany(now, FAILURES_OF_ONE - 1);
    }

    /** Who has an IPv6 address has the whole network of 64 bits. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.ofLiteral(address.split("%", 2)[0]).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, BYTES_OF_IPV6_NETWORK)));
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
