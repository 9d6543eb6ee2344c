package io.github.joulekeeper.app;

import io.github.joulekeeper.state.Report;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the writer. Any thread fills it and never blocks; the writer alone empties it.
 *
 * <p>It is bounded. A station's own readings beyond {@code mostReadings} wait as one report a station, in which the newest
 * value of each quota wins, with the time of the newest: no older report that comes after it can overtake it. Everything
 * else is never dropped, and is bounded by what causes it: a station has one command under way, a caller one question.
 */
final class Inbox {
    private final int mostReadings;
    private final ConcurrentLinkedQueue<CoreEvent> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger readings = new AtomicInteger();
    /** The readings of stations for which there was no room; each has an {@link CoreEvent.Crowded} in the queue. */
    private final Map<String, Report> crowded = new ConcurrentHashMap<>();

    private volatile @Nullable Thread sleeper;

    Inbox(int mostReadings) {
        this.mostReadings = mostReadings;
    }

    void post(CoreEvent event) {
        if (event instanceof CoreEvent.Reported(Report report)) {
            postReading(event, report);
        } else {
            queue.add(event);
        }
        Thread waiting = sleeper;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    private void postReading(CoreEvent event, Report report) {
        boolean full = readings.get() >= mostReadings || crowded.containsKey(report.serial());
        if (full && report.source().ofTheStation()) {
            crowded.compute(report.serial(), (serial, earlier) -> {
                if (earlier != null) {
                    return earlier.followedBy(report);
                }
                queue.add(new CoreEvent.Crowded(serial));
                return report;
            });
        } else {
            readings.incrementAndGet();
            queue.add(event);
        }
    }

    /**
     * Takes what waits, in its order; waits for the first. For the writer's thread.
     *
     * @param into gets at most {@code most} events, none if nothing came in time or the wait ended early
     */
    void take(List<CoreEvent> into, int most, long waitMillis) {
        CoreEvent next = queue.poll();
        if (next == null && waitMillis > 0) {
            sleep(waitMillis);
            next = queue.poll();
        }
        int taken = 0;
        while (next != null) {
            taken += next instanceof CoreEvent.Reported ? 1 : 0;
            into.add(opened(next));
            next = into.size() < most ? queue.poll() : null;
        }
        if (taken > 0) {
            readings.addAndGet(-taken);
        }
    }

    /** May end early for no reason, as parking may. */
    private void sleep(long millis) {
        sleeper = Thread.currentThread();
        if (queue.isEmpty()) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        sleeper = null;
    }

    /** How much waits; from any thread. It is counted, so not for each event. */
    int waiting() {
        return queue.size();
    }

    private CoreEvent opened(CoreEvent event) {
        if (event instanceof CoreEvent.Crowded(String serial)) {
            Report all = crowded.remove(serial);
            return all == null ? event : new CoreEvent.Reported(all);
        }
        return event;
    }
}
