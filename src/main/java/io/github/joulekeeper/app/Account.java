package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Reply;
import io.github.joulekeeper.dispatch.Way;
import io.github.joulekeeper.ecoflow.BoundStation;
import io.github.joulekeeper.ecoflow.CloudClient;
import io.github.joulekeeper.ecoflow.CloudEvents;
import io.github.joulekeeper.ecoflow.CloudException;
import io.github.joulekeeper.ecoflow.LinkState;
import io.github.joulekeeper.ecoflow.MqttSession;
import io.github.joulekeeper.ecoflow.QuotaSnapshot;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the core informed of the account's stations: finds them, takes snapshots of them at start and after each
 * reconnect, and asks for the values of those that fall silent. Its loop runs on a thread of its own, and may block there.
 */
final class Account implements CloudEvents, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Account.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LIST_EVERY = Duration.ofMinutes(10);
    /** When a station's snapshot is missing that is needed to know its model. */
    private static final Duration LIST_AGAIN = Duration.ofSeconds(30);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final JoulekeeperConfig config;
    private final CloudClient client;
    private final InstantSource clock;
    private final StationDirectory directory;
    private final Snapshots snapshots;
    private final Map<String, Instant> saidOnline = new ConcurrentHashMap<>();
    /** Some stations say that they are online every few seconds; only the first time after an absence is news. */
    private final Map<String, Boolean> lastSaid = new ConcurrentHashMap<>();

    private final LinkedBlockingQueue<String> reasonsToLook = new LinkedBlockingQueue<>();
    private final Thread loop;

    // Set once by start(), before any event can come.
    private @Nullable Core core;
    private @Nullable MqttSession mqtt;

    private volatile Link link = new Link(LinkState.CONNECTING, "not started", Instant.EPOCH);
    private volatile @Nullable String problem;
    private volatile boolean firstSnapshotIn;
    private volatile boolean closed;

    private Duration restAtStart = Duration.ZERO;

    // These belong to the loop's thread.
    private Instant listedAt = Instant.MIN;

    /** The MQTT connection, and since when it is as it is. */
    record Link(LinkState state, String detail, Instant since) {}

    Account(JoulekeeperConfig config, CloudClient client, StationDirectory directory, InstantSource clock) {
        this.config = config;
        this.client = client;
        this.directory = directory;
        this.snapshots = new Snapshots(client, clock);
        this.clock = clock;
        this.loop = Thread.ofPlatform().daemon().name("account").unstarted(this::run);
    }

    /**
     * Starts to find stations; the core must run.
     *
     * @param rest how long the API is to be left alone first
     */
    void start(Core runningCore, MqttSession session, Duration rest) {
        restAtStart = rest;
        core = runningCore;
        mqtt = session;
        loop.start();
    }

    /** The stations that were found. */
    StationDirectory directory() {
        return directory;
    }

    Link link() {
        return link;
    }

    /** What keeps the stations from being listed or asked, if anything does. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether a snapshot of every station of the account was tried, and the stations' answers are in the core. */
    boolean firstSnapshotIn() {
        return firstSnapshotIn;
    }

    @Override
    public void report(Report report) {
        core().post(new CoreEvent.Reported(report));
    }

    @Override
    public void status(String serial, boolean online, Instant at) {
        boolean news = !Boolean.valueOf(online).equals(lastSaid.put(serial, online));
        if (online && news && problem == null) {
            // Told to the core together with the station's readings, by the loop.
            saidOnline.put(serial, at);
            reasonsToLook.add(serial);
        } else {
            if (!online) {
                saidOnline.remove(serial);
            }
            if (!saidOnline.containsKey(serial)) {
                core().post(new CoreEvent.StatusChanged(serial, online, at));
            }
        }
    }

    @Override
    public void reply(Reply reply) {
        if (reply.away()) {
            status(reply.serial(), false, clock.instant());
        }
        core().post(new CoreEvent.Replied(reply));
    }

    @Override
    public void link(LinkState state, String detail) {
        if (link.state() != state) {
            LOG.logf(level(state), "MQTT is %s: %s", state, detail);
            core().post(new CoreEvent.Noted("connection", "mqtt", state + ": " + detail));
            core().post(new CoreEvent.Connected(Way.MQTT, state == LinkState.UP || state == LinkState.DEGRADED));
        }
        link = new Link(state, detail, clock.instant());
        if (state == LinkState.UP || state == LinkState.DEGRADED) {
            reasonsToLook.add("");
        }
    }

    private static Logger.Level level(LinkState state) {
        return switch (state) {
            case CONNECTING, UP, CLOSED -> Logger.Level.INFO;
            case DEGRADED, DOWN, LOGIN_REFUSED -> Logger.Level.WARN;
        };
    }

    private Core core() {
        Core running = core;
        if (running == null) {
            throw new IllegalStateException("The account was not started");
        }
        return running;
    }

    private void run() {
        if (restAtStart.isPositive()) {
            LOG.warnf(
                    "The cloud turned us away before the restart; it is left alone for %d s more",
                    restAtStart.toSeconds());
            pause(restAtStart);
        }
        MqttSession session = mqtt;
        if (session != null && !closed) {
            session.start();
        }
        Duration retry = FIRST_RETRY;
        Set<String> wanted = new HashSet<>();
        while (!closed) {
            try {
                if (due(listedAt, LIST_EVERY)) {
                    refreshAll();
                } else if (!wanted.isEmpty()) {
                    look(wanted);
                }
                wanted.clear();
                if (problem != null) {
                    LOG.info("The cloud answers again");
                    problem = null;
                }
                retry = FIRST_RETRY;
                wanted.addAll(waitForReason(LOOK_EVERY));
                wanted.addAll(neglected());
            } catch (CloudException failure) {
                tellProblem(failure, retry);
                saidOnline.forEach((serial, at) -> core().post(new CoreEvent.StatusChanged(serial, true, at)));
                saidOnline.clear();
                pause(retry);
                retry = retry.multipliedBy(2).compareTo(LONGEST_RETRY) < 0 ? retry.multipliedBy(2) : LONGEST_RETRY;
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("The stations could not be looked at; trying again", bug);
                pause(LONGEST_RETRY);
            }
        }
    }

    private void tellProblem(CloudException failure, Duration retry) {
        String message = String.valueOf(failure.getMessage());
        if (!message.equals(problem)) {
            LOG.warnf("%s Trying again, first in %d s", message, retry.toSeconds());
            core().post(new CoreEvent.Noted("connection", "http", message));
        }
        problem = message;
    }

    /** Waits for something to look at; the empty string stands for all stations. */
    private Set<String> waitForReason(Duration atMost) throws InterruptedException {
        Set<String> serials = new HashSet<>();
        String first = reasonsToLook.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            serials.add(first);
            reasonsToLook.drainTo(serials);
        }
        return serials;
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean due(Instant last, Duration every) {
        return last.equals(Instant.MIN) || !clock.instant().isBefore(last.plus(every));
    }

    /** Lists the stations, takes in new ones, and takes a snapshot of each. */
    private void refreshAll() {
        List<BoundStation> stations = Snapshots.await(client.stations());
        Instant at = clock.instant();
        Map<String, QuotaSnapshot> taken =
                snapshots.take(stations.stream().map(BoundStation::serial).toList());
        takeIn(stations, taken);
        tell(stations, taken, at);
        boolean complete = stations.isEmpty() || !(taken.isEmpty() || directory.hasNews(stations));
        listedAt = complete ? at : at.minus(LIST_EVERY).plus(LIST_AGAIN);
        if (!firstSnapshotIn && (stations.isEmpty() || !taken.isEmpty())) {
            // Ready only when the core has worked off what was posted before.
            core().ask(running -> firstSnapshotIn = true);
        }
        if (stations.isEmpty()) {
            LOG.warn("The account has no stations. Bind one to it in the EcoFlow app; shared ones do not count");
        }
    }

    /** Takes a snapshot of some stations, after asking the cloud which of them are online. */
    private void look(Set<String> serials) {
        List<BoundStation> stations = Snapshots.await(client.stations());
        Instant at = clock.instant();
        if (directory.hasNews(stations)) {
            listedAt = Instant.MIN;
        }
        Map<String, QuotaSnapshot> taken = snapshots.take(stations.stream()
                .map(BoundStation::serial)
                .filter(serial -> directory.model(serial).isPresent())
                .filter(serial -> serials.contains("") || serials.contains(serial))
                .toList());
        tell(stations, taken, at);
    }

    private void tell(List<BoundStation> stations, Map<String, QuotaSnapshot> taken, Instant at) {
        for (BoundStation station : stations) {
            String serial = station.serial();
            boolean back = saidOnline.remove(serial) != null;
            if (!station.online() && !back) {
                lastSaid.remove(serial);
            }
            core().post(new CoreEvent.Listed(serial, station.online(), back, report(serial, taken), at));
        }
    }

    private Optional<Report> report(String serial, Map<String, QuotaSnapshot> taken) {
        QuotaSnapshot snapshot = taken.get(serial);
        if (snapshot == null) {
            return Optional.empty();
        }
        try {
            return directory.model(serial).map(snapshot::report);
        } catch (CloudException unreadable) {
            LOG.warnf("The snapshot of %s cannot be read: %s", serial, unreadable.getMessage());
            return Optional.empty();
        }
    }

    private void takeIn(List<BoundStation> stations, Map<String, QuotaSnapshot> taken) {
        List<DeviceState> found = directory.takeIn(stations, taken);
        if (!found.isEmpty()) {
            core().post(new CoreEvent.DevicesFound(found));
            MqttSession session = mqtt;
            if (session != null) {
                found.forEach(device -> session.watch(device.serial(), device.model()));
            }
        }
    }

    /** The stations whose own word is overdue, or whose readings will soon be too old, and that were not just asked. */
    private Set<String> neglected() {
        return core()
                .ask(running -> {
                    Instant now = clock.instant();
                    Set<String> serials = new HashSet<>();
                    for (DeviceState device : running.state().devices()) {
                        Instant heard = device.lastHeard();
                        boolean silent = heard == null
                                || heard.plus(config.silentAfter()).isBefore(now);
                        if (silent
                                || device.anyReadBefore(
                                        now.minus(device.staleAfter().dividedBy(2)))) {
                            serials.add(device.serial());
                        }
                    }
                    return serials;
                })
                .join()
                .stream()
                .filter(serial -> due(snapshots.lastAsked(serial), askAgainAfter(serial)))
                .collect(Collectors.toSet());
    }

    private Duration askAgainAfter(String serial) {
        Duration third = directory.staleAfter(serial).dividedBy(3);
        return third.compareTo(config.silentAfter()) < 0 ? third : config.silentAfter();
    }

    @Override
    public void close() {
        closed = true;
        loop.interrupt();
    }
}
