package io.github.joulekeeper.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.DispatchPolicy;
import io.github.joulekeeper.dispatch.Dispatcher;
import io.github.joulekeeper.dispatch.Transport;
import io.github.joulekeeper.dispatch.Way;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.recording.ReadAhead;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.recording.Recorder;
import io.github.joulekeeper.recording.Recordings;
import io.github.joulekeeper.replay.Replayed;
import io.github.joulekeeper.replay.Simulation;
import io.github.joulekeeper.replay.TimelineEntry;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core at work on a made-up day, recorded; the replay of that recording must decide the same at the same times. */
class RecordAndReplayTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Model DELTA_2 = CATALOG.model("delta-2").orElseThrow();
    private static final String GARAGE = "R331ZTEST0000001";
    private static final String CELLAR = "R331ZTEST0000002";
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final Instant START = Instant.parse("2026-06-01T20:00:00Z");
    private static final String RULES = """
            rules:
              - id: low
                when: soc < 20% for 2m
                until: soc >= 40% or input-watts > 1 kW for 5m
                set: {generator.start-soc: 30}
                otherwise: restore
                min-active: 3m
                max-active: 1h
                cooldown: 10m
              - id: night
                when: time in 23:30..05:30 and soc < 90% hysteresis 5%
                set: {ac-charging.watts: 400}
                otherwise: {ac-charging.watts: 200}
              - id: swinging
                when: avg(input-watts, 3m) > 300 W
                set: {ac-charging.watts: 600}
                priority: 70
                if-unknown: end after 4m
              - id: neighbour
                when: device("garage").soc < 30%
                devices: [cellar]
                set: {beeper.silent: true}
            """;

    @TempDir
    Path directory;

    private final List<LedgerEntry> ledger = new CopyOnWriteArrayList<>();
    private volatile Instant now = START;
    private final InstantSource clock = () -> now;

    /** Takes every command, and says nothing more: what the stations show comes with their reports. */
    private static final class SilentTransport implements Transport {
        @Override
        public CompletionStage<Delivery> send(Command command, long messageId) {
            return CompletableFuture.completedFuture(new Delivery.Accepted());
        }

        @Override
        public void requestReadBack(String serial, List<String> quotaKeys) {
            // Nobody answers.
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aReplayDecidesWhatTheLiveRunDecided(long seed) throws IOException {
        RuleSet rules = rules();
        live(rules, new SplittableRandom(seed));

        List<String> lived = ledger.stream()
                .filter(LedgerEntry.RuleChanged.class::isInstance)
                .map(LedgerEntry.RuleChanged.class::cast)
                .flatMap(RecordAndReplayTest::startOrEnd)
                .toList();
        assertThat(lived).hasSizeGreaterThan(6);
        assertThat(replay(rules).timeline().stream()
                        .filter(entry ->
                                entry.what() == TimelineEntry.What.START || entry.what() == TimelineEntry.What.END)
                        .map(entry -> "%s %s %s %s: %s"
                                .formatted(entry.at(), entry.serial(), entry.rule(), entry.what(), entry.reason())))
                .containsExactlyElementsOf(lived);
    }

    @Test
    void withoutReportsThereIsNothingToDecide() throws IOException {
        RuleSet rules = rules();
        Recorder recorder = new Recorder(directory, ZONE, clock);
        recorder.start();
        recorder.record(new RecordedEvent.Station(START, GARAGE, "garage", DELTA_2, Duration.ofMinutes(5)));
        recorder.close();

        assertThat(replay(rules).timeline()).isEmpty();
    }

    private static Stream<String> startOrEnd(LedgerEntry.RuleChanged changed) {
        TimelineEntry.What what = changed.to().equals("ACTIVE")
                ? TimelineEntry.What.START
                : changed.from().equals("ACTIVE") ? TimelineEntry.What.END : null;
        return what == null
                ? Stream.empty()
                : Stream.of("%s %s %s %s: %s"
                        .formatted(changed.at(), changed.serial(), changed.rule(), what, changed.reason()));
    }

    private static RuleSet rules() {
        RuleFiles.Loaded loaded = RuleFiles.check("rules.yaml", RULES.getBytes(StandardCharsets.UTF_8), CATALOG);
        assertThat(loaded.hasErrors()).as("%s", loaded.issues()).isFalse();
        return loaded.rules();
    }

    private void live(RuleSet rules, SplittableRandom random) {
        StateModel state = new StateModel();
        Engine engine = new Engine(EngineSettings.in(ZONE), state, new ModelBinder());
        Recorder recorder = new Recorder(directory, ZONE, clock);
        recorder.start();
        try (Core core = new Core(
                state,
                engine,
                new Dispatcher(DispatchPolicy.DEFAULT, state, 0, 0, random),
                (entries, whenDurable) -> {
                    ledger.addAll(entries);
                    whenDurable.run();
                },
                Map.of(Way.HTTP, new SilentTransport()),
                new Core.EarlierRun(List.of(), Map.of()),
                recorder,
                clock)) {
            core.start();
            core.post(new CoreEvent.RulesLoaded(rules, "rules loaded"));
            core.post(new CoreEvent.DevicesFound(List.of(
                    new DeviceState(GARAGE, "garage", DELTA_2, Duration.ofMinutes(5)),
                    new DeviceState(CELLAR, "cellar", DELTA_2, Duration.ofMinutes(7)))));
            double[] soc = {45, 60};
            while (now.isBefore(START.plus(Duration.ofHours(12)))) {
                passUntil(core, now.plusMillis(20_000 + random.nextInt(60_000)));
                int which = random.nextInt(2);
                String serial = which == 0 ? GARAGE : CELLAR;
                soc[which] = Math.clamp(soc[which] + random.nextDouble(-6, 5.8), 2, 98);
                happen(core, serial, Math.rint(soc[which]), random);
            }
            // A recording ends with its last event.
            core.post(new CoreEvent.Reported(
                    new Report(GARAGE, Report.Source.SNAPSHOT, now, new int[0], new double[0], Map.of())));
            passUntil(core, now);
        }
        recorder.close();
        assertThat(recorder.dropped()).isZero();
    }

    private void happen(Core core, String serial, double soc, SplittableRandom random) {
        int chance = random.nextInt(100);
        Report.Source source =
                chance < 20 ? Report.Source.SNAPSHOT : chance < 25 ? Report.Source.GET_REPLY : Report.Source.PUSHED;
        Report report = new Report(
                serial,
                source,
                now.minusMillis(random.nextInt(40)),
                new int[] {DELTA_2.indexOf("soc"), DELTA_2.indexOf("input-watts")},
                new double[] {soc, random.nextInt(700)},
                Map.of());
        if (chance < 4) {
            core.post(new CoreEvent.StatusChanged(serial, random.nextInt(4) == 0, now.minusMillis(3)));
        } else if (chance < 8) {
            // Silence, long enough for readings to grow stale.
            passUntil(core, now.plus(Duration.ofMinutes(6)));
        } else if (chance < 16) {
            Optional<Report> snapshot = random.nextInt(3) > 0 ? Optional.of(report) : Optional.empty();
            core.post(new CoreEvent.Listed(
                    serial, random.nextInt(3) > 0, random.nextInt(5) == 0, snapshot, now.minusMillis(7)));
        } else {
            core.post(new CoreEvent.Reported(report));
        }
    }

    /** Lets time pass as it does: the core is awake whenever the engine has asked for it. */
    private void passUntil(Core core, Instant end) {
        while (true) {
            // The writer has ticked after the first question once it answers another one.
            core.ask(running -> running).join();
            Optional<Instant> wake =
                    core.ask(running -> running.engine().nextWake()).join();
            Instant next = wake.filter(at -> at.isBefore(end)).orElse(end);
            if (!next.isAfter(now)) {
                next = next.equals(end) ? end : now.plusMillis(1);
            }
            now = next;
            core.ask(running -> running).join();
            core.ask(running -> running).join();
            if (!now.isBefore(end)) {
                return;
            }
        }
    }

    private Replayed replay(RuleSet rules) throws IOException {
        Simulation simulation = new Simulation(rules, EngineSettings.in(ZONE));
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = new ArrayList<>(all.toList());
        }
        try (ReadAhead events = new ReadAhead(Recordings.open(
                files, CATALOG, START, problem -> assertThat(problem).isNull()))) {
            for (RecordedEvent event = events.next(); event != null; event = events.next()) {
                simulation.accept(event);
            }
        }
        return simulation.finish();
    }
}
