package io.github.joulekeeper.app;

import io.github.joulekeeper.app.ServiceEvent.Station;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells watchers what happens, on a thread of its own, so that neither the core nor the ledger ever waits for one. Each
 * event has an id; ids ascend, also from one run to the next, so that a watcher that comes back can name the last one that
 * it saw. The newest events are kept for that, and of readings what they are now; while nobody watches, and did not for some
 * minutes, nothing is kept.
 */
@Singleton
public class EventFeed implements CoreListener {
    private static final Logger LOG = Logger.getLogger(EventFeed.class);
    private static final int LARGEST_BACKLOG = 100_000;
    private static final Duration TELL_READINGS_EVERY = Duration.ofSeconds(1);

    /** How long events and readings are kept for a watcher that comes back, when nobody watches. */
    private static final Duration KEEP_UNWATCHED = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final int kept;
    private final Backlog tasks = new Backlog(LARGEST_BACKLOG);
    private final AtomicBoolean overflowed = new AtomicBoolean();
    private final Map<String, StationReadings> stations = new ConcurrentHashMap<>();
    private final EntryStations entryStations = new EntryStations();
    private volatile boolean watched;
    private volatile boolean keeping;
    private volatile boolean closed;
    private @Nullable Thread thread;

    // These belong to the feed's thread.
    private final ArrayDeque<Told> newest = new ArrayDeque<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private long lastId;
    private long forgottenUpTo;
    private Instant tellReadingsAt = Instant.MIN;
    private Instant watchedAt = Instant.MIN;

    /** An event and its place. */
    public record Told(long id, ServiceEvent event) {}

    /** Is told of events, on the feed's thread: it must take note and return. */
    public interface Watcher {
        void told(Told event);

        /**
         * It cannot be told all that it missed, and must look at everything anew.
         *
         * @param id the newest event: what comes after it will be told
         */
        void reset(long id, String reason);

        /** About once a second; readings that it had to let go by can be asked for here. */
        void tick(Instant now);
    }

    @Inject
    EventFeed(JoulekeeperConfig config, InstantSource clock) {
        this(config.events().kept(), clock);
    }

    EventFeed(int kept, InstantSource clock) {
        this.kept = kept;
        this.clock = clock;
    }

    /** @param open commands that an earlier run left without an end */
    void start(List<CommandRecord> open) {
        // Later than any id of an earlier run, which cannot have had a million events a second.
        lastId = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        forgottenUpTo = lastId;
        entryStations.start(open);
        thread = Thread.ofPlatform().daemon().name("events").start(this::run);
    }

    void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /**
     * Begins to tell a watcher: first what it missed, then what happens.
     *
     * @param after the last event that it saw; empty if it wants no more than what happens from now on
     */
    public void watch(Watcher watcher, Optional<Long> after) {
        post(1, true, () -> {
            if (!keeping) {
                keep();
            }
            after.ifPresent(id -> catchUp(watcher, id));
            watchers.add(watcher);
            watched = true;
        });
    }

    /** Tells the watcher no more. */
    public void leave(Watcher watcher) {
        post(1, true, () -> {
            watchers.remove(watcher);
            watched = !watchers.isEmpty();
        });
    }

    /** The serial number of the station with this serial number or, failing that, of the only one with this name. */
    public Optional<String> serial(String nameOrSerial) {
        if (stations.containsKey(nameOrSerial)) {
            return Optional.of(nameOrSerial);
        }
        List<String> named = stations.values().stream()
                .map(StationReadings::station)
                .filter(station -> station.name().equals(nameOrSerial))
                .map(Station::serial)
                .toList();
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    /** Tells a watcher what readings are now that were told after an event; only on the feed's thread. */
    public void tellReadings(Watcher watcher, long after) {
        for (StationReadings station : stations.values()) {
            if (station.toldAfter(after)) {
                watcher.told(new Told(++lastId, station.since(after)));
            }
        }
    }

    private void keep() {
        keeping = true;
        stations.values().forEach(StationReadings::keep);
        // What happened before is not known here.
        forgottenUpTo = ++lastId;
    }

    private void forget() {
        keeping = false;
        stations.values().forEach(StationReadings::forget);
    }

    private void catchUp(Watcher watcher, long id) {
        if (id < forgottenUpTo || id > lastId) {
            watcher.reset(lastId, "What happened since event %d is not known any more".formatted(id));
            return;
        }
        newest.stream().filter(told -> told.id() > id).forEach(watcher::told);
        tellReadings(watcher, id);
    }

    /** How much has not been told yet. */
    int waiting() {
        return tasks.waiting();
    }

    /** Leaves something to be told; where nobody watches, that can wait until the feed's thread looks by itself. */
    private void post(int events, Runnable task) {
        post(events, watched, task);
    }

    private void post(int events, boolean atOnce, Runnable task) {
        if (!tasks.offer(task, events, atOnce)) {
            overflowed.set(true);
        }
    }

    private void run() {
        while (!closed) {
            try {
                Runnable task = tasks.poll(millisToReadings());
                if (task != null) {
                    task.run();
                }
                if (overflowed.getAndSet(false)) {
                    forgetAll();
                }
                if (!clock.instant().isBefore(tellReadingsAt)) {
                    tellReadings();
                }
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("An event could not be told; going on with the next", bug);
            }
        }
    }

    private long millisToReadings() {
        return Math.clamp(
                Duration.between(clock.instant(), tellReadingsAt.equals(Instant.MIN) ? Instant.EPOCH : tellReadingsAt)
                        .toMillis(),
                1L,
                TELL_READINGS_EVERY.toMillis());
    }

    private void forgetAll() {
        LOG.warn("More happened at once than could be told; whoever watches has to look anew");
        newest.clear();
        forgottenUpTo = ++lastId;
        watchers.forEach(watcher -> watcher.reset(lastId, "More happened at once than could be told"));
    }

    private void tellReadings() {
        Instant now = clock.instant();
        tellReadingsAt = now.plus(TELL_READINGS_EVERY);
        if (!watchers.isEmpty()) {
            watchedAt = now;
        } else if (keeping && watchedAt.plus(KEEP_UNWATCHED).isBefore(now)) {
            forget();
        }
        for (StationReadings station : stations.values()) {
            if (station.due(now)) {
                for (ServiceEvent event : station.take(lastId + 1)) {
                    tell(event);
                }
            }
        }
        List.copyOf(watchers).forEach(watcher -> watcher.tick(now));
    }

    private void tell(ServiceEvent event) {
        Told told = new Told(++lastId, event);
        if (!(event instanceof ServiceEvent.Readings)) {
            newest.addLast(told);
            if (newest.size() > kept) {
                forgottenUpTo = newest.removeFirst().id();
            }
        }
        watchers.forEach(watcher -> watcher.told(told));
    }

    @Override
    public void found(DeviceState device, Instant now) {
        Station station = new Station(device.serial(), device.name());
        StationReadings readings = new StationReadings(station, device.model(), device.online());
        stations.put(station.serial(), readings);
        if (keeping) {
            readings.keep();
        }
    }

    @Override
    public void reported(DeviceState device, Report report, Instant now) {
        StationReadings station = stations.get(report.serial());
        if (station != null) {
            station.reported(report, device.online());
        }
    }

    @Override
    public void onlineChanged(DeviceState device, Instant now) {
        known(device.serial()).ifPresent(station -> station.setOnline(device.online(), now));
    }

    @Override
    public void decided(List<Decision> decisions, Instant now) {
        if (!keeping) {
            return;
        }
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.SetPointChanged(var setPoint) ->
                    claimed(
                            setPoint.serial(),
                            setPoint.setting(),
                            setPoint.standing() ? Optional.of(setPoint) : Optional.empty(),
                            now);
                case Decision.Released(var serial, var setting, var at) ->
                    claimed(serial, setting, Optional.empty(), at);
                case Decision.PhaseChanged _, Decision.Remembered _ -> {
                    // A change of phase is told once the ledger has it.
                }
            }
        }
    }

    @Override
    public void modeChanged(Mode mode, Instant now) {
        post(new ServiceEvent.ModeChanged(mode, now));
    }

    @Override
    public void recorded(List<LedgerEntry> entries) {
        List<ServiceEvent> events = new ArrayList<>();
        for (LedgerEntry entry : entries) {
            String subject = entryStations.of(entry);
            if (keeping && !(entry instanceof LedgerEntry.Remembered)) {
                events.add(new ServiceEvent.Recorded(stationOf(entry, subject), entry));
            }
        }
        if (!events.isEmpty()) {
            post(events.size(), () -> events.forEach(this::tell));
        }
    }

    private void claimed(String serial, Setting setting, Optional<SetPoint> claim, Instant at) {
        post(new ServiceEvent.ClaimChanged(station(serial), setting, claim, at));
    }

    private void post(ServiceEvent event) {
        if (keeping) {
            post(1, () -> tell(event));
        }
    }

    /** Notes are about other things too; all else is about a station, be it one that is known no more. */
    private Optional<Station> stationOf(LedgerEntry entry, String subject) {
        boolean none = subject.isEmpty() || (entry instanceof LedgerEntry.Noted && !stations.containsKey(subject));
        return none ? Optional.empty() : Optional.of(station(subject));
    }

    private Station station(String serial) {
        return known(serial).map(StationReadings::station).orElseGet(() -> new Station(serial, serial));
    }

    private Optional<StationReadings> known(String serial) {
        return Optional.ofNullable(stations.get(serial));
    }
}
