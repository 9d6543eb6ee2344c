package io.github.joulekeeper.app;

import io.github.joulekeeper.app.CommandFollower.Course;
import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.ecoflow.LinkState;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.CommandEnded;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * What Prometheus is told; {@code docs/operation.md} says what each figure means. A report costs one counter here: meters are
 * made when a station is found, and all else is read when somebody asks.
 */
@Singleton
public class Meters implements CoreListener, CommandFollower.Hearer {
    private static final Duration[] BUCKETS = Stream.of(
                    10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_000, 30_000, 60_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final InstantSource clock;
    private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);
    private final Timer toCommand;
    private final Timer toConfirmation;

    // These belong to the core's thread.
    private final Map<String, OfStation> stations = new HashMap<>();
    private final Map<String, String> serialOfName = new HashMap<>();

    /** Written by the core's thread, read by any. */
    private static final class OfStation {
        private final LongAdder reports = new LongAdder();
        private volatile Instant heardAt;
        private volatile boolean online;

        OfStation(Instant heardAt, boolean online) {
            this.heardAt = heardAt;
            this.online = online;
        }
    }

    Meters(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
        for (Outcome outcome : Outcome.values()) {
            LongAdder adder = new LongAdder();
            outcomes.put(outcome, adder);
            FunctionCounter.builder("joulekeeper.commands", adder, LongAdder::doubleValue)
                    .description("Commands that ended, by how")
                    .tag("outcome", word(outcome))
                    .register(registry);
        }
        toCommand = timer("reading-to-command");
        toConfirmation = timer("reading-to-confirmation");
    }

    private Timer timer(String stage) {
        return Timer.builder("joulekeeper.command")
                .description("From the arrival of the report that made a rule want a command")
                .tag("stage", stage)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** Begins to tell of what runs; on a replica that stands by nothing does. */
    void start(Service.Parts parts, EventFeed events, HistoryKeeper history) {
        FunctionCounter.builder("joulekeeper.decode.errors", parts.mqtt(), mqtt -> mqtt.malformedMessages())
                .description("Messages of the broker that could not be read")
                .register(registry);
        CoreFigures figures = new CoreFigures(parts.core(), clock);
        for (RulePhase phase : RulePhase.values()) {
            gauge("joulekeeper.rules", () -> figures.rules(phase))
                    .description("Rules in each state, counted on each station")
                    .tag("state", word(phase))
                    .register(registry);
        }
        for (Mode mode : Mode.values()) {
            gauge("joulekeeper.mode", () -> one(figures.mode() == mode))
                    .description("1 for the mode that the service is in")
                    .tag("mode", word(mode))
                    .register(registry);
        }
        gauge("joulekeeper.account.paused", () -> one(figures.paused()))
                .description("1 while commands wait because the cloud turned some away")
                .register(registry);
        gauge("joulekeeper.rule.errors", () -> parts.rules().errors().size())
                .description("Errors in the rule files")
                .register(registry);
        queue("core", () -> parts.core().waiting());
        queue("ledger", () -> parts.ledger().health().waiting());
        queue("events", events::waiting);
        queue("history", history::waiting);
        link("mqtt", () -> one(up(parts.account().link().state())));
        link("http", () -> one(parts.account().problem().isEmpty()));
        gauge("joulekeeper.ledger.well", () -> one(parts.ledger().health().well()))
                .description("1 while the ledger can be written")
                .register(registry);
        gauge("joulekeeper.ledger.lag", () -> seconds(parts.ledger().health().lag()))
                .description("How long the oldest entry that is not stored yet has waited")
                .baseUnit("seconds")
                .register(registry);
    }

    private void queue(String name, DoubleSupplier depth) {
        gauge("joulekeeper.queue.depth", depth)
                .description("What waits to be worked off")
                .tag("queue", name)
                .register(registry);
    }

    private void link(String name, DoubleSupplier up) {
        gauge("joulekeeper.connection.up", up)
                .description("1 while this connection to the cloud works")
                .tag("link", name)
                .register(registry);
    }

    private static Gauge.Builder<?> gauge(String name, DoubleSupplier value) {
        return Gauge.builder(name, value, DoubleSupplier::getAsDouble).strongReference(true);
    }

    static boolean up(LinkState state) {
        return state == LinkState.UP || state == LinkState.DEGRADED;
    }

    @Override
    public void found(DeviceState device, Instant now) {
        stations.computeIfAbsent(device.serial(), serial -> {
            OfStation station = new OfStation(now, device.online());
            // Two stations may have one name, but a meter has one meaning.
            String holder = serialOfName.putIfAbsent(device.name(), serial);
            String label = holder == null ? device.name() : "%s (%s)".formatted(device.name(), serial);
            FunctionCounter.builder("joulekeeper.reports", station.reports, LongAdder::doubleValue)
                    .description("Reports and snapshots that were taken in")
                    .tag("station", label)
                    .register(registry);
            gauge("joulekeeper.station.report.age", () -> seconds(Duration.between(station.heardAt, clock.instant())))
                    .description("Since the station itself was last heard, or was found")
                    .baseUnit("seconds")
                    .tag("station", label)
                    .register(registry);
            gauge("joulekeeper.station.online", () -> one(station.online))
                    .description("1 while the station is online")
                    .tag("station", label)
                    .register(registry);
            return station;
        });
    }

    @Override
    public void reported(DeviceState device, Report report, Instant now) {
        OfStation station = stations.get(device.serial());
        if (station != null) {
            station.reports.increment();
            if (report.source().ofTheStation()) {
                station.heardAt = report.at();
            }
        }
    }

    @Override
    public void onlineChanged(DeviceState device, Instant now) {
        OfStation station = stations.get(device.serial());
        if (station != null) {
            station.online = device.online();
        }
    }

    @Override
    public void recorded(List<LedgerEntry> entries) {
        for (LedgerEntry entry : entries) {
            if (entry instanceof CommandEnded end) {
                count(end.outcome());
            }
        }
    }

    private void count(Outcome outcome) {
        LongAdder adder = outcomes.get(outcome);
        if (adder != null) {
            adder.increment();
        }
    }

    @Override
    public void left(Course course, Instant now) {
        course.readAt().ifPresent(read -> toCommand.record(Duration.between(read, now)));
    }

    @Override
    public void ended(Course course, CommandEnded end) {
        if (end.outcome() == Outcome.CONFIRMED) {
            course.readAt().ifPresent(read -> toConfirmation.record(Duration.between(read, end.at())));
        }
    }

    private static double one(boolean truth) {
        return truth ? 1 : 0;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
