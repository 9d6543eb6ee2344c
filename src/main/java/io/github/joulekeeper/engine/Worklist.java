package io.github.joulekeeper.engine;

import java.util.ArrayList;
import java.util.List;

/** The rules that wait for their evaluation. */
final class Worklist {
    private static final int LONGEST_KEPT = 1000;

    private List<RuleInstance> waiting = new ArrayList<>();
    private List<RuleInstance> batch = new ArrayList<>();

    void add(RuleInstance instance) {
        if (!instance.queued) {
            instance.queued = true;
            waiting.add(instance);
        }
    }

    void addAll(Listeners listeners) {
        for (int i = 0; i < listeners.size(); i++) {
            add(listeners.get(i));
        }
    }

    void addAll(List<RuleInstance> instances) {
        for (int i = 0; i < instances.size(); i++) {
            add(instances.get(i));
        }
    }

    /** Lets one wait to whom a reading matters that just changed. */
    void stir(RuleInstance instance) {
        if (instance.stirs()) {
            add(instance);
        }
    }

    /** As {@link #stir}, for each. */
    void stirAll(Listeners listeners) {
        for (int i = 0; i < listeners.size(); i++) {
            stir(listeners.get(i));
        }
    }

    /** All that wait now, in the order of evaluation; valid until the next call. */
    List<RuleInstance> takeBatch() {
        List<RuleInstance> taken = waiting;
        // After a load all rules of all stations wait once: so long a list is not kept.
        waiting = batch.size() > LONGEST_KEPT ? new ArrayList<>() : batch;
        waiting.clear();
        batch = taken;
        if (!isSorted(batch)) {
            batch.sort(null);
        }
        return batch;
    }

    /** Most batches are sorted as they come, and to sort them again would allocate. */
    private static boolean isSorted(List<RuleInstance> instances) {
        for (int i = 1; i < instances.size(); i++) {
            if (instances.get(i - 1).compareTo(instances.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }
}
