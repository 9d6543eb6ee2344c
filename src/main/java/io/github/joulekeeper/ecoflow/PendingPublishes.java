package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Messages that were written to the broker and not yet acknowledged by it (PUBACK). That a write succeeded proves nothing:
 * the connection may be dead. Confined to the session's thread. It counts seconds itself, as a timer for each message costs
 * more than the message.
 */
final class PendingPublishes {
    static final int ACKNOWLEDGE_WITHIN_SECONDS = 10;

    /** In the order in which they were written. */
    private final Map<Integer, Written> byPacket = new LinkedHashMap<>();

    private final Set<Integer> early = new HashSet<>();
    private final Set<Integer> expired = new HashSet<>();
    private long second;

    private record Written(CompletableFuture<Delivery> outcome, long second) {}

    /** A message was written as this packet. */
    void written(int packetId, CompletableFuture<Delivery> outcome) {
        if (early.remove(packetId)) {
            outcome.complete(new Delivery.Accepted());
        } else {
            byPacket.put(packetId, new Written(outcome, second));
        }
    }

    /** The broker acknowledged a packet; that may be told before {@link #written}. */
    void acknowledged(int packetId) {
        Written written = byPacket.remove(packetId);
        if (written != null) {
            written.outcome().complete(new Delivery.Accepted());
        } else if (!expired.remove(packetId)) {
            early.add(packetId);
        }
    }

    /** Another second went by. */
    void second() {
        second++;
        List<CompletableFuture<Delivery>> late = new ArrayList<>();
        Iterator<Map.Entry<Integer, Written>> oldest = byPacket.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<Integer, Written> each = oldest.next();
            if (second - each.getValue().second() <= ACKNOWLEDGE_WITHIN_SECONDS) {
                break;
            }
            oldest.remove();
            expired.add(each.getKey());
            late.add(each.getValue().outcome());
        }
        late.forEach(outcome -> outcome.complete(
                new Delivery.Failed("The MQTT broker did not acknowledge the message in time", false)));
    }

    /** The connection is gone; packet ids start anew with the next one. */
    void lost(String reason) {
        List<Written> outcomes = new ArrayList<>(byPacket.values());
        byPacket.clear();
        early.clear();
        expired.clear();
        outcomes.forEach(each -> each.outcome().complete(lostBefore(reason)));
    }

    /** What became of a message whose connection went before the broker acknowledged it. */
    static Delivery lostBefore(String reason) {
        return new Delivery.Failed("The MQTT connection was lost before the broker acknowledged: " + reason, false);
    }
}
