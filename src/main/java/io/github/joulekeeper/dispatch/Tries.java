package io.github.joulekeeper.dispatch;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tries of one command: their messages, the ways they went, and what is known of each. */
final class Tries {
    /** What the transport says of a try, which is not the last word: what failed may have arrived all the same. */
    private enum Fate {
        OPEN,
        NEVER_ARRIVED,
        ANSWERED_NO
    }

    private final Map<Long, Fate> fates = new HashMap<>();
    private final Set<Long> acknowledged = new HashSet<>();
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long lastMessage = -1;
    private @Nullable Way lastWay;
    private int count;

    void begin(long messageId, Way way, Instant now) {
        count++;
        fates.put(messageId, Fate.OPEN);
        lastMessage = messageId;
        lastWay = way;
        last = now;
        if (first == Instant.MAX) {
            first = now;
        }
    }

    /** A try of an earlier run, of which nothing is known. */
    void resume(long messageId, Instant at) {
        count++;
        fates.put(messageId, Fate.OPEN);
        last = at;
        if (first == Instant.MAX) {
            first = at;
        }
    }

    boolean own(long messageId) {
        return fates.containsKey(messageId);
    }

    boolean isLast(long messageId) {
        return messageId == lastMessage;
    }

    long lastMessage() {
        return lastMessage;
    }

    Optional<Way> lastWay() {
        return Optional.ofNullable(lastWay);
    }

    int count() {
        return count;
    }

    /** When it was first sent, {@link Instant#MAX} if never. */
    Instant first() {
        return first;
    }

    /** When it was last sent, {@link Instant#MIN} if never. */
    Instant last() {
        return last;
    }

    void neverArrived(long messageId) {
        fates.put(messageId, Fate.NEVER_ARRIVED);
    }

    void refused(long messageId) {
        fates.put(messageId, Fate.ANSWERED_NO);
    }

    /** The station answered that it did it; false if it said so before. */
    boolean acknowledged(long messageId) {
        return acknowledged.add(messageId);
    }

    boolean anyAcknowledged() {
        return !acknowledged.isEmpty();
    }

    boolean lastAcknowledged() {
        return acknowledged.contains(lastMessage);
    }

    /** Whether more than one try may have reached the station, so that one may still take effect after another did. */
    boolean severalMayLand() {
        return fates.values().stream().filter(fate -> fate == Fate.OPEN).count() > 1;
    }
}
