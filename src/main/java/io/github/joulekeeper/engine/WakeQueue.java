package io.github.joulekeeper.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What wants to be woken and when: a binary heap whose entries know their place, so that moving one is cheap. */
final class WakeQueue {
    /** No wake is wanted. */
    static final long NEVER = Long.MAX_VALUE;

    /** Something that wants to be woken. */
    abstract static class Sleeper {
        /** In epoch milliseconds; only the queue changes it. */
        long wakeAt = NEVER;

        private int place = -1;
    }

    private @Nullable Sleeper[] heap = new Sleeper[16];
    private int size;

    /** The earliest wake, {@link #NEVER} if there is none. */
    long earliest() {
        Sleeper first = heap[0];
        return size == 0 || first == null ? NEVER : first.wakeAt;
    }

    /** Takes one that is due at {@code now}, null if none is. */
    @Nullable
    Sleeper takeDue(long now) {
        Sleeper first = heap[0];
        if (size == 0 || first == null || first.wakeAt > now) {
            return null;
        }
        schedule(first, NEVER);
        return first;
    }

    /** Sets when it wants to be woken, in epoch milliseconds; {@link #NEVER} for not at all. */
    void schedule(Sleeper sleeper, long at) {
        long before = sleeper.wakeAt;
        if (before == at) {
            return;
        }
        sleeper.wakeAt = at;
        if (before == NEVER) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            rise(sleeper, size++);
        } else if (at == NEVER) {
            remove(sleeper);
        } else if (at < before) {
            rise(sleeper, sleeper.place);
        } else {
            sink(sleeper, sleeper.place);
        }
    }

    private void remove(Sleeper sleeper) {
        int hole = sleeper.place;
        sleeper.place = -1;
        Sleeper last = at(--size);
        heap[size] = null;
        if (last != sleeper) {
            rise(last, hole);
            sink(last, last.place);
        }
    }

    private void rise(Sleeper sleeper, int from) {
        int place = from;
        while (place > 0) {
            Sleeper parent = at((place - 1) >>> 1);
            if (parent.wakeAt <= sleeper.wakeAt) {
                break;
            }
            put(parent, place);
            place = (place - 1) >>> 1;
        }
        put(sleeper, place);
    }

    private void sink(Sleeper sleeper, int from) {
        int place = from;
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && at(child + 1).wakeAt < at(child).wakeAt) {
                child++;
            }
            if (at(child).wakeAt >= sleeper.wakeAt) {
                break;
            }
            put(at(child), place);
            place = child;
        }
        put(sleeper, place);
    }

    private void put(Sleeper sleeper, int place) {
        heap[place] = sleeper;
        sleeper.place = place;
    }

    @SuppressWarnings("NullAway") // below size there is no hole
    private Sleeper at(int place) {
        return heap[place];
    }
}
