package io.github.joulekeeper.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tries of one command: their messages, the ways they went, and what is known of each. */
final class Tries {
    /** What the transport says of a try, which is not the last word: what failed may have arrived all the same. */
    private enum Fate {
        OPEN,
        NEVER_ARRIVED,
        ANSWERED_NO
    }

    /** In the order of the tries; most commands have one. */
    private final List<Try> tries = new ArrayList<>(1);

    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;
    private long lastMessage = -1;
    private @Nullable Way lastWay;

    private static final class Try {
        private final long message;
        private Fate fate = Fate.OPEN;
        private boolean acknowledged;

        Try(long message) {
            this.message = message;
        }
    }

    void begin(long messageId, Way way, Instant now) {
        tries.add(new Try(messageId));
        lastMessage = messageId;
        lastWay = way;
        last = now;
        if (first == Instant.MAX) {
            first = now;
        }
    }

    /** A try of an earlier run, of which nothing is known. */
    void resume(long messageId, Instant at) {
        tries.add(new Try(messageId));
        last = at;
        if (first == Instant.MAX) {
            first = at;
        }
    }

    boolean own(long messageId) {
        return find(messageId) != null;
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
        return tries.size();
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
        end(messageId, Fate.NEVER_ARRIVED);
    }

    void refused(long messageId) {
        end(messageId, Fate.ANSWERED_NO);
    }

    private void end(long messageId, Fate fate) {
        Try ended = find(messageId);
        if (ended != null) {
            ended.fate = fate;
        }
    }

    private @Nullable Try find(long messageId) {
        for (Try each : tries) {
            if (each.message == messageId) {
                return each;
            }
        }
        return null;
    }

    /** The station answered that it did it; false if it said so before. */
    boolean acknowledged(long messageId) {
        Try done = find(messageId);
        boolean news = done != null && !done.acknowledged;
        if (done != null) {
            done.acknowledged = true;
        }
        return news;
    }

    boolean anyAcknowledged() {
        boolean any = false;
        for (Try each : tries) {
            any |= each.acknowledged;
        }
        return any;
    }

    boolean lastAcknowledged() {
        Try last = find(lastMessage);
        return last != null && last.acknowledged;
    }

    /** Whether more than one try may have reached the station, so that one may still take effect after another did. */
    boolean severalMayLand() {
        int open = 0;
        for (Try each : tries) {
            open += each.fate == Fate.OPEN ? 1 : 0;
        }
        return open > 1;
    }
}
