package io.github.joulekeeper.ecoflow;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which subscriptions the broker granted and which it refused. The session library calls a refused one subscribed, with
 * the refusal (SUBACK 128) for its quality of service. Confined to the session's thread.
 */
final class Subscriptions {
    /** What a SUBACK says of a subscription that is refused. */
    static final int REFUSED = 128;

    private final Set<String> granted = new HashSet<>();
    private final Set<String> refused = new TreeSet<>();

    /** The broker answered. */
    void answered(String topic, int qos) {
        granted.remove(topic);
        refused.remove(topic);
        (qos >= REFUSED ? refused : granted).add(topic);
    }

    /** Asked for again, so that the old answer no longer counts. */
    void asked(String topic) {
        granted.remove(topic);
        refused.remove(topic);
    }

    void clear() {
        granted.clear();
        refused.clear();
    }

    /** Whether the broker answered for all of these topics. */
    boolean complete(Collection<String> topics) {
        // Asked with each answer: for many stations it must not look at all topics each time.
        return granted.size() + refused.size() >= topics.size()
                && topics.stream().allMatch(topic -> granted.contains(topic) || refused.contains(topic));
    }

    /** The refused topics in alphabetical order. */
    Set<String> refused() {
        return new TreeSet<>(refused);
    }
}
