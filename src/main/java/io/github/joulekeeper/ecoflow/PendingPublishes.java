package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Delivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Messages that were written to the broker and not yet acknowledged by it (PUBACK). That a write succeeded proves nothing:
 * the connection may be dead. Confined to the session's thread.
 */
final class PendingPublishes {
    private final Map<Integer, CompletableFuture<Delivery>> byPacket = new HashMap<>();
    private final Set<Integer> early = new HashSet<>();

    /** A message was written as this packet. */
    void written(int packetId, CompletableFuture<Delivery> outcome) {
        if (early.remove(packetId)) {
            outcome.complete(new Delivery.Accepted());
        } else {
            byPacket.put(packetId, outcome);
        }
    }

    /** The broker acknowledged a packet; that may be told before {@link #written}. */
    void acknowledged(int packetId) {
        CompletableFuture<Delivery> outcome = byPacket.remove(packetId);
        if (outcome == null) {
            early.add(packetId);
        } else {
            outcome.complete(new Delivery.Accepted());
        }
    }

    /** The broker did not acknowledge a packet in time. */
    void expired(int packetId) {
        CompletableFuture<Delivery> outcome = byPacket.remove(packetId);
        if (outcome != null) {
            outcome.complete(new Delivery.Failed("The MQTT broker did not acknowledge the message in time", false));
        }
    }

    /** The connection is gone; packet ids start anew with the next one. */
    void lost(String reason) {
        List<CompletableFuture<Delivery>> outcomes = new ArrayList<>(byPacket.values());
        byPacket.clear();
        early.clear();
        outcomes.forEach(outcome -> outcome.complete(
                new Delivery.Failed("The MQTT connection was lost before the broker acknowledged: " + reason, false)));
    }
}
