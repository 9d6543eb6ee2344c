package io.github.joulekeeper.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects the decisions of one event. */
final class Decisions {
    private final List<Decision> items = new ArrayList<>();

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
        List<Decision> taken = List.copyOf(items);
        items.clear();
        return taken;
    }
}
