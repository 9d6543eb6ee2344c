package io.github.joulekeeper.dispatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The clock of the soak test's world and what is still to happen, by time and then by the order in which it was planned. */
final class SoakEvents {
    private record Event(Instant at, long order, Runnable action) {}

    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private long order;

    Instant now() {
        return now;
    }

    /** Lets time pass; never back. */
    void pass(Instant to) {
        now = to.isAfter(now) ? to : now;
    }

    void later(double seconds, Runnable action) {
        at(now.plusMillis(Math.round(seconds * 1000)), action);
    }

    void at(Instant at, Runnable action) {
        queue.add(new Event(at, order++, action));
    }

    /** When the next happens, {@link Instant#MAX} if nothing will. */
    Instant next() {
        Event first = queue.peek();
        return first == null ? Instant.MAX : first.at();
    }

    void run() {
        queue.remove().action().run();
    }
}
