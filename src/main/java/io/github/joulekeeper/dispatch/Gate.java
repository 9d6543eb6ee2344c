package io.github.joulekeeper.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all stations of an account share: a budget of requests in a minute, and the ways with their cool-downs. The ledger
 * remembers the cool-downs and has the requests, so that a service that starts again and again does not press an account
 * that wants to be left alone.
 */
final class Gate {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final DispatchPolicy policy;
    private final Routes routes;
    private final List<Way> all;
    private final Map<Way, WayGate> ways = new EnumMap<>(Way.class);
    private final ArrayDeque<Instant> requests = new ArrayDeque<>();
    /** The ways of the messages that the transport has not answered yet. */
    private final Map<Long, Way> underWay = new HashMap<>();

    private @Nullable Way lastWay;
    private boolean held;

    Gate(DispatchPolicy policy, Routes routes) {
        this.policy = policy;
        this.routes = routes;
        this.all = routes.all();
        ways.put(Way.HTTP, new WayGate(policy, true));
        ways.put(Way.MQTT, new WayGate(policy, false));
    }

    /** Message ids lie 64 apart ({@link Ids}), so that most of a hash table's places would stay empty. */
    private static long key(long messageId) {
        return Long.rotateRight(messageId, 6);
    }

    private WayGate of(Way way) {
        return Objects.requireNonNull(ways.get(way));
    }

    /** Whether a command may leave now. */
    boolean free(Instant now) {
        if (held || left(now) <= 0) {
            return false;
        }
        for (Way way : all) {
            if (of(way).open(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether no way is well, and at least one because the cloud turned commands away. */
    boolean paused() {
        return all.stream().map(this::of).noneMatch(WayGate::well)
                && all.stream().map(this::of).anyMatch(WayGate::cooling);
    }

    /**
     * The way for a command that may leave now.
     *
     * @param failed the way over which it did not arrive last; another that is open is taken first
     */
    Way choose(Optional<Way> failed, Instant now) {
        Way firstOpen = null;
        for (Way way : all) {
            if (of(way).open(now)) {
                if (failed.isEmpty() || failed.get() != way) {
                    return way;
                }
                firstOpen = way;
            }
        }
        return Objects.requireNonNull(firstOpen, "No command may leave while no way is open");
    }

    /**
     * The way for a question, if one may leave now: never over one that cools down, and never with the last quarter of the
     * budget. HTTP may be asked even where no command goes over it.
     */
    Optional<Way> forReading(Instant now) {
        if (left(now) <= policy.requestsPerMinute() / 4) {
            return Optional.empty();
        }
        Optional<Way> ofCommands = all.stream().filter(way -> of(way).well()).findFirst();
        return ofCommands.isPresent() || !of(Way.HTTP).well() ? ofCommands : Optional.of(Way.HTTP);
    }

    private int left(Instant now) {
        if (unlimited()) {
            return Integer.MAX_VALUE;
        }
        while (!requests.isEmpty() && !requests.getFirst().plus(MINUTE).isAfter(now)) {
            requests.removeFirst();
        }
        return policy.requestsPerMinute() - requests.size();
    }

    /** While it is held nothing leaves; true if that is news. */
    boolean hold(boolean now) {
        boolean news = held != now;
        held = now;
        return news;
    }

    /** When a waiting command may leave, as far as is known now; {@link Instant#MAX} while held or unconnected. */
    Instant freeAt() {
        if (held) {
            return Instant.MAX;
        }
        Instant budget = unlimited() || requests.size() < policy.requestsPerMinute()
                ? Instant.MIN
                : requests.getFirst().plus(MINUTE);
        Instant open = all.stream()
                .map(way -> of(way).openAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return open.isBefore(budget) ? budget : open;
    }

    /** Whether no way is known to be good, so that failures are not the command's own. */
    boolean ill() {
        return all.stream().noneMatch(way -> of(way).well());
    }

    void sent(Way way, long messageId, Outbox out) {
        asked(out.now());
        underWay.put(key(messageId), way);
        of(way).sent(messageId, out.now());
        if (lastWay != null && lastWay != way) {
            out.note(
                    "dispatch",
                    "",
                    way == routes.first()
                            ? "commands go over %s again".formatted(way)
                            : "commands go over %s instead of %s".formatted(way, routes.first()));
        }
        lastWay = way;
    }

    /** Something else that counts for the budget left. */
    void asked(Instant at) {
        if (!unlimited()) {
            requests.addLast(at);
        }
    }

    private boolean unlimited() {
        return policy.requestsPerMinute() == 0;
    }

    /** The transport said what became of a message. */
    void delivered(long messageId, Delivery delivery, Outbox out) {
        Way way = underWay.remove(key(messageId));
        if (way == null) {
            return;
        }
        WayGate gate = of(way);
        if (delivery instanceof Delivery.Failed failed) {
            if (gate.failed(messageId, failed.throttled(), out.now())) {
                out.note(
                        "dispatch",
                        "",
                        "commands over %s pause for %ds: %s"
                                .formatted(way, gate.pause().toSeconds(), failed.reason()));
                out.remember(Pauses.key(way), Pauses.write(gate.openAt(), gate.pause()));
            }
        } else if (gate.answered(messageId)) {
            out.note("dispatch", "", "the cloud answers again over %s; commands go on".formatted(way));
            out.forget(Pauses.key(way));
        }
    }

    /** A connection came or went; true if that is news. */
    boolean connected(Way way, boolean connected, Outbox out) {
        boolean cooled = of(way).cooling();
        boolean news = of(way).connected(connected);
        if (cooled && !of(way).cooling()) {
            out.forget(Pauses.key(way));
        }
        return news;
    }

    /** Takes up what an earlier run left: the cool-downs, and what was sent in the last minute. */
    void restore(Map<String, String> remembered, List<Instant> sentLately, Instant now) {
        sentLately.stream().sorted().forEach(requests::addLast);
        // Should the clock have been set back, the pause is still none of hours.
        Instant latest = now.plus(policy.probeInterval());
        ways.forEach((way, gate) -> Pauses.read(remembered, way)
                .ifPresent(
                        pause -> gate.cool(pause.until().isBefore(latest) ? pause.until() : latest, pause.length())));
    }
}
