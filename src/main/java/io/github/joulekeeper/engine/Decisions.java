package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the decisions of one event. */
final class Decisions {
    private static final int MOST_EXPECTED = 64;

    /** Handed out as it is: that costs less than a list that is kept and copied each time. */
    private List<Decision> items = new ArrayList<>();

    void add(Decision decision) {
        items.add(decision);
    }

    void phase(RuleInstance instance, RulePhase from, RulePhase to, String reason, long now) {
        items.add(new Decision.PhaseChanged(
                instance.id(), instance.serial(), from, to, reason, Instant.ofEpochMilli(now)));
    }

    /** Hands out what was collected and begins anew. */
    List<Decision> take() {
        if (items.isEmpty()) {
            return List.of();
        }
        List<Decision> taken = Collections.unmodifiableList(items);
        items = new ArrayList<>(Math.min(taken.size(), MOST_EXPECTED));
        return taken;
    }
}
