package io.github.joulekeeper.web;

import io.github.joulekeeper.app.EventFeed;
import io.github.joulekeeper.app.ServiceEvent;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client of the event stream. What it has not read yet waits here, up to a bound: then readings give way, which are
 * told again as they are once the client has caught up; where that is not enough, the client is told to look at everything
 * anew, and let go. It never keeps the feed waiting.
 */
final class EventClient implements EventFeed.Watcher, Flow.Publisher<OutboundSseEvent>, Flow.Subscription {
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(15);
    private static final Duration DEAD_AFTER = Duration.ofSeconds(30);
    private static final long RECONNECT_MILLIS = 2000;

    private final EventFeed feed;
    private final EventFilter filter;
    private final Optional<Long> after;
    private final Sse sse;
    private final int capacity;
    private final Runnable cut;
    private final Runnable gone;

    private final AtomicInteger draining = new AtomicInteger();
    private Flow.@Nullable Subscriber<? super OutboundSseEvent> subscriber;

    // Guarded by this.
    private final ArrayDeque<Frame> waiting = new ArrayDeque<>();
    private long wanted;
    private long sent;
    private boolean ending;
    private boolean over;

    // These belong to the feed's thread.
    private long missedReadingsAfter = Long.MAX_VALUE;
    private boolean quiet;
    private Instant quietSince = Instant.MIN;
    private long sentWhenStuck = -1;
    private Instant stuckSince = Instant.MIN;

    private record Frame(OutboundSseEvent event, long id, boolean readings) {}

    /**
     * @param after the last event that the client saw, empty if none
     * @param capacity how many events may wait for it
     * @param cut ends its connection, whatever it still has to read
     * @param gone run once, when it is there no more
     */
    EventClient(
            EventFeed feed,
            EventFilter filter,
            Optional<Long> after,
            Sse sse,
            int capacity,
            Runnable cut,
            Runnable gone) {
        this.feed = feed;
        this.filter = filter;
        this.after = after;
        this.sse = sse;
        this.capacity = capacity;
        this.cut = cut;
        this.gone = gone;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super OutboundSseEvent> one) {
        subscriber = one;
        // Something at once, so that the client knows that it is connected.
        waiting.add(new Frame(
                sse.newEventBuilder()
                        .comment("events of Joulekeeper")
                        .reconnectDelay(RECONNECT_MILLIS)
                        .build(),
                0,
                false));
        one.onSubscribe(this);
        feed.watch(this, after);
    }

    @Override
    public void told(EventFeed.Told told) {
        ServiceEvent event = told.event();
        if (!filter.wants(event)) {
            return;
        }
        offer(new Frame(
                sse.newEventBuilder()
                        .id(Long.toString(told.id()))
                        .name(EventJson.name(event))
                        .data(EventJson.data(event))
                        .build(),
                told.id(),
                event instanceof ServiceEvent.Readings));
    }

    @Override
    public void reset(long id, String reason) {
        offer(resetFrame(id, reason));
    }

    private Frame resetFrame(long id, String reason) {
        OutboundSseEvent event = sse.newEventBuilder()
                .id(Long.toString(id))
                .name("reset")
                .data(EventJson.reset(reason))
                .build();
        return new Frame(event, id, false);
    }

    private void offer(Frame frame) {
        quiet = false;
        synchronized (this) {
            if (ending || over) {
                return;
            }
            if (waiting.size() >= capacity && !makeRoom(frame)) {
                return;
            }
            waiting.addLast(frame);
        }
        drain();
    }

    /** Lets readings go; false if the frame itself has to, or if there is nothing left but to end. */
    private boolean makeRoom(Frame frame) {
        for (Iterator<Frame> each = waiting.iterator(); each.hasNext(); ) {
            Frame old = each.next();
            if (old.readings()) {
                each.remove();
                missedReadingsAfter = Math.min(missedReadingsAfter, old.id() - 1);
                return true;
            }
        }
        if (frame.readings()) {
            missedReadingsAfter = Math.min(missedReadingsAfter, frame.id() - 1);
            return false;
        }
        waiting.clear();
        waiting.add(resetFrame(frame.id(), "Events came faster than they were read"));
        ending = true;
        return false;
    }

    @Override
    public void tick(Instant now) {
        if (stuck(now)) {
            cut.run();
            return;
        }
        boolean caughtUp;
        synchronized (this) {
            caughtUp = waiting.isEmpty() && !ending && !over;
        }
        if (caughtUp && missedReadingsAfter != Long.MAX_VALUE) {
            long missed = missedReadingsAfter;
            missedReadingsAfter = Long.MAX_VALUE;
            feed.tellReadings(this, missed);
        }
        if (!quiet) {
            quiet = true;
            quietSince = now;
        } else if (caughtUp && !now.isBefore(quietSince.plus(HEARTBEAT_EVERY))) {
            offer(new Frame(sse.newEventBuilder().comment("heartbeat").build(), 0, false));
        }
        drain();
    }

    /** Whether the client has not taken what was sent for too long. */
    private boolean stuck(Instant now) {
        synchronized (this) {
            if (wanted > 0 || sent != sentWhenStuck) {
                sentWhenStuck = sent;
                stuckSince = now;
                return false;
            }
            return now.isAfter(stuckSince.plus(DEAD_AFTER));
        }
    }

    @Override
    public void request(long n) {
        synchronized (this) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        }
        drain();
    }

    @Override
    public void cancel() {
        end();
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            waiting.clear();
        }
        feed.leave(this);
        gone.run();
    }

    /** Hands on what waits, as much as is wanted; one thread at a time. */
    private void drain() {
        if (draining.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            Frame next = take();
            while (next != null) {
                receiver().onNext(next.event());
                next = take();
            }
            if (finished()) {
                end();
                receiver().onComplete();
            }
            seen = draining.addAndGet(-seen);
        } while (seen != 0);
    }

    private synchronized @Nullable Frame take() {
        if (over || wanted == 0 || waiting.isEmpty()) {
            return null;
        }
        wanted--;
        sent++;
        return waiting.removeFirst();
    }

    private synchronized boolean finished() {
        return ending && !over && waiting.isEmpty() && wanted > 0;
    }

    private Flow.Subscriber<? super OutboundSseEvent> receiver() {
        Flow.Subscriber<? super OutboundSseEvent> known = subscriber;
        if (known == null) {
            throw new IllegalStateException("Nobody has subscribed");
        }
        return known;
    }
}
