package io.github.joulekeeper.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rules on stations, without order and without repetition. Every station holds many of these, most of them empty. */
final class Listeners {
    private static final @Nullable RuleInstance[] NONE = {};

    private @Nullable RuleInstance[] items = NONE;
    private int size;

    void add(RuleInstance instance) {
        if (size > 0 && items[size - 1] == instance) {
            return;
        }
        if (size == items.length) {
            items = Arrays.copyOf(items, size + size / 2 + 1);
        }
        items[size++] = instance;
    }

    void remove(RuleInstance instance) {
        for (int i = size - 1; i >= 0; i--) {
            if (items[i] == instance) {
                items[i] = items[--size];
                items[size] = null;
                return;
            }
        }
    }

    int size() {
        return size;
    }

    @SuppressWarnings("NullAway") // below size there is no hole
    RuleInstance get(int i) {
        return items[i];
    }
}
