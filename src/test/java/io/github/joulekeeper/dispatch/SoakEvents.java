package io.github.joulekeeper.dispatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What is still to happen in the soak test's world, by time and then by the order in which it was planned. */
final class SoakEvents {
    private record Event(Instant at, long order, Runnable action) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private long order;

    void add(Instant at, Runnable action) {
        queue.add(new Event(at, order++, action));
    }

    Optional<Instant> next() {
        return Optional.ofNullable(queue.peek()).map(Event::at);
    }

    void run() {
        queue.remove().action().run();
    }
}
