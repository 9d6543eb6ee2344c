package io.github.joulekeeper.app;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be told by one thread; any thread fills it and never blocks. It is bounded, and wakes its reader only for
 * what cannot wait: a reader that looks by itself now and then need not be woken for each of thousands of events.
 */
final class Backlog {
    /** The reader is woken for this share of what may wait, whatever it is. */
    private static final int WAKE_SHARE = 200;

    private final int most;
    private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile @Nullable Thread sleeper;

    private record Task(Runnable what, int events) {}

    /** @param most how many events may wait */
    Backlog(int most) {
        this.most = most;
    }

    /**
     * Adds something.
     *
     * @param events how many events it is, for the bound
     * @param atOnce whether the reader is to be woken for it
     * @return false if there is no room
     */
    boolean offer(Runnable task, int events, boolean atOnce) {
        int before = waiting.get();
        if (before >= most) {
            return false;
        }
        waiting.addAndGet(events);
        tasks.add(new Task(task, events));
        if (atOnce || before >= most / WAKE_SHARE) {
            Thread asleep = sleeper;
            if (asleep != null) {
                LockSupport.unpark(asleep);
            }
        }
        return true;
    }

    /**
     * Takes the oldest; for the reader's thread. It waits for one at most so long, and may end early for no reason.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    @Nullable
    Runnable poll(long millis) throws InterruptedException {
        Task next = tasks.poll();
        if (next == null) {
            sleeper = Thread.currentThread();
            if (tasks.isEmpty()) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
            }
            sleeper = null;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            next = tasks.poll();
        }
        if (next == null) {
            return null;
        }
        waiting.addAndGet(-next.events());
        return next.what();
    }

    /** How many events wait; from any thread. */
    int waiting() {
        return waiting.get();
    }
}
