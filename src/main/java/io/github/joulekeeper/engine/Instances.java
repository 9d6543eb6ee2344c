package io.github.joulekeeper.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules on one station in the order of their ids: a list, since a map's entries would take as much as the rules. */
final class Instances {
    private final ArrayList<RuleInstance> items = new ArrayList<>(0);

    /** All, in the order of their ids. */
    List<RuleInstance> all() {
        return Collections.unmodifiableList(items);
    }

    @Nullable
    RuleInstance get(String rule) {
        int place = place(rule);
        return place >= 0 ? items.get(place) : null;
    }

    /** Adds one, or puts it in the place of the one with the same rule. */
    void put(RuleInstance instance) {
        int place = place(instance.id());
        if (place >= 0) {
            items.set(place, instance);
        } else {
            items.add(-place - 1, instance);
        }
    }

    /** Removes it unless another stands in its place. */
    void remove(RuleInstance instance) {
        int place = place(instance.id());
        if (place >= 0 && items.get(place) == instance) {
            items.remove(place);
        }
    }

    private int place(String rule) {
        int low = 0;
        int high = items.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = items.get(middle).id().compareTo(rule);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -low - 1;
    }
}
