package io.github.joulekeeper.app;

import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.SeriesKey;
import io.github.joulekeeper.history.store.HistoryBook;
import io.github.joulekeeper.history.store.HistoryStore;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what key quotas were: minutes for 30 days and hours for 2 years. Minutes are made where reports are heard, as that
 * costs less than to hand them over; a thread of its own writes them once a minute. A kill loses the minute that is not over.
 */
@Singleton
public class HistoryKeeper implements CoreListener, AutoCloseable {
    /** How long minutes are kept. */
    public static final Duration MINUTES_KEPT = Duration.ofDays(30);

    /** How long hours are kept. */
    public static final Duration HOURS_KEPT = Duration.ofDays(730);

    private static final Logger LOG = Logger.getLogger(HistoryKeeper.class);
    private static final int MINUTES_WAITING = 200_000;
    private static final int STEPS_OF_DROPPING = 20;

    /** Reports that are under way when a minute ends still count for it. */
    private static final Duration BEHIND = Duration.ofSeconds(3);

    private final HistoryStore store;
    private final HistoryBook book;
    private final InstantSource clock;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Map<String, StationHistory> stations = new ConcurrentHashMap<>();
    /** Minutes that are over and not in the book yet. */
    private final ConcurrentLinkedQueue<Minute> over = new ConcurrentLinkedQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();
    private volatile boolean closed;
    private @Nullable Thread thread;

    // This belongs to the keeper's thread.
    private boolean failing;

    private record Minute(SeriesKey series, long minute, Aggregate aggregate) {}

    HistoryKeeper(HistoryStore store, InstantSource clock) {
        this.store = store;
        this.book = new HistoryBook(store, MINUTES_WAITING);
        this.clock = clock;
    }

    void start() {
        thread = Thread.ofPlatform().name("history").start(this::run);
    }

    @Override
    public void reported(DeviceState device, Report report, Instant now) {
        // What the cloud remembers of a station that is away was not so now.
        if (!device.online() || closed) {
            return;
        }
        StationHistory station = stations.get(report.serial());
        if (station == null) {
            station = new StationHistory(
                    report.serial(), device.model(), device.staleAfter().toMillis(), this::minuteOver);
            stations.put(report.serial(), station);
        }
        station.take(report);
    }

    @Override
    public void onlineChanged(DeviceState device, Instant now) {
        StationHistory station = stations.get(device.serial());
        if (!device.online() && station != null) {
            station.gap(now.toEpochMilli());
        }
    }

    /** How many minutes have not been taken in yet. */
    int waiting() {
        return waiting.get();
    }

    private void minuteOver(SeriesKey series, long minute, Aggregate aggregate) {
        if (waiting.get() < MINUTES_WAITING) {
            waiting.incrementAndGet();
            over.add(new Minute(series, minute, aggregate));
        } else if (passed.getAndIncrement() == 0) {
            LOG.warn("The history cannot keep up, and has begun to pass over minutes");
        }
    }

    private void run() {
        Instant next = nextMinute();
        while (!closed) {
            try {
                long wait = Math.clamp(Duration.between(clock.instant(), next).toMillis(), 1L, 1000L);
                if (!ending.await(wait, TimeUnit.MILLISECONDS)
                        && !clock.instant().isBefore(next)) {
                    long until = clock.instant().minus(BEHIND).toEpochMilli();
                    stations.values().forEach(each -> each.advance(until));
                    write();
                    next = nextMinute();
                }
            } catch (InterruptedException unexpected) {
                closed = true;
            } catch (RuntimeException bug) {
                LOG.error("The history could not be kept; it goes on with the next minute", bug);
                next = nextMinute();
            }
        }
        stations.values().forEach(each -> {
            each.advance(clock.millis());
            each.finish();
        });
        write();
    }

    private Instant nextMinute() {
        return clock.instant()
                .minus(BEHIND)
                .truncatedTo(ChronoUnit.MINUTES)
                .plus(1, ChronoUnit.MINUTES)
                .plus(BEHIND);
    }

    private void write() {
        for (Minute minute = over.poll(); minute != null; minute = over.poll()) {
            waiting.decrementAndGet();
            book.add(minute.series(), minute.minute(), minute.aggregate());
        }
        try {
            book.write();
            drop();
            if (failing) {
                LOG.infof("The history is written again; %d minutes were lost", book.lost());
            }
            failing = false;
        } catch (SQLException e) {
            if (!failing) {
                LOG.warnf("The history cannot be written: %s. What is to be written waits", e.getMessage());
            }
            failing = true;
        }
    }

    private void drop() throws SQLException {
        long minutesBefore = hour(clock.instant().minus(MINUTES_KEPT));
        long hoursBefore = hour(clock.instant().minus(HOURS_KEPT));
        for (int i = 0; i < STEPS_OF_DROPPING && store.drop(minutesBefore, hoursBefore) > 0; i++) {
            Thread.onSpinWait();
        }
    }

    private static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 3600L);
    }

    /** Writes what there is, also of the minute that is not over. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            // Not interrupted: that could hit it while it writes.
            ending.countDown();
            try {
                running.join(Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
