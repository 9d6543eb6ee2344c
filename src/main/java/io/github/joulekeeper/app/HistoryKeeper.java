package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.history.MinuteSeries;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what key quotas were: minutes for 30 days and hours for 2 years. It works on a thread of its own and writes once a
 * minute. A kill loses the minute that is not over.
 */
@Singleton
public class HistoryKeeper implements CoreListener, AutoCloseable {
    /** How long minutes are kept. */
    public static final Duration MINUTES_KEPT = Duration.ofDays(30);

    /** How long hours are kept. */
    public static final Duration HOURS_KEPT = Duration.ofDays(730);

    private static final Logger LOG = Logger.getLogger(HistoryKeeper.class);
    private static final int LARGEST_BACKLOG = 100_000;
    private static final int MINUTES_WAITING = 200_000;
    private static final int STEPS_OF_DROPPING = 20;

    /** Reports that are under way when a minute ends still count for it. */
    private static final Duration BEHIND = Duration.ofSeconds(3);

    private final HistoryStore store;
    private final HistoryBook book;
    private final InstantSource clock;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>(LARGEST_BACKLOG);
    private final AtomicLong passed = new AtomicLong();
    private volatile boolean closed;
    private @Nullable Thread thread;

    // These belong to the keeper's thread.
    private final Map<SeriesKey, MinuteSeries> series = new HashMap<>();
    private boolean failing;

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
        List<Quota> quotas = device.model().quotas();
        long hold = device.staleAfter().toMillis();
        post(() -> take(report, quotas, hold));
    }

    @Override
    public void onlineChanged(DeviceState device, Instant now) {
        if (!device.online()) {
            String serial = device.serial();
            post(() -> series.forEach((key, each) -> {
                if (key.serial().equals(serial)) {
                    each.gap(now.toEpochMilli());
                }
            }));
        }
    }

    /** How much has not been taken in yet. */
    int waiting() {
        return tasks.size();
    }

    private void post(Runnable task) {
        if (!tasks.offer(task) && passed.getAndIncrement() == 0) {
            LOG.warn("The history cannot keep up, and has begun to pass over reports");
        }
    }

    private void take(Report report, List<Quota> quotas, long hold) {
        long at = report.at().toEpochMilli();
        for (int i = 0; i < report.size(); i++) {
            Quota quota = quotas.get(report.quota(i));
            if (quota.history()) {
                MinuteSeries minutes = series.computeIfAbsent(
                        new SeriesKey(report.serial(), quota.key()),
                        key -> new MinuteSeries(hold, (minute, what) -> book.add(key, minute, what)));
                if (quota.sentinels().containsKey(report.value(i))) {
                    minutes.gap(at);
                } else {
                    minutes.reading(report.value(i), at);
                }
            }
        }
    }

    private void run() {
        Instant next = nextMinute();
        while (!closed || !tasks.isEmpty()) {
            try {
                long wait = Math.clamp(Duration.between(clock.instant(), next).toMillis(), 1L, 1000L);
                Runnable task = tasks.poll(closed ? 0 : wait, TimeUnit.MILLISECONDS);
                if (task != null) {
                    task.run();
                }
                if (tasks.isEmpty() && !clock.instant().isBefore(next)) {
                    long until = clock.instant().minus(BEHIND).toEpochMilli();
                    series.values().forEach(each -> each.advance(until));
                    write();
                    next = nextMinute();
                }
            } catch (InterruptedException unexpected) {
                closed = true;
            } catch (RuntimeException bug) {
                LOG.error("The history could not take a report; it goes on with the next", bug);
            }
        }
        series.values().forEach(each -> {
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
            // Not interrupted: that could hit it while it writes. It looks up once a second at least.
            post(() -> {});
            try {
                running.join(Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
