package io.github.joulekeeper.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.FlappingPolicy;
import io.github.joulekeeper.engine.Memory;
import io.github.joulekeeper.engine.Place;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.state.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/**
 * The language of rule scenarios, to be extended by tests: <i>given SoC 25; 6 minutes pass; SoC 15; then it is set</i>.
 *
 * <p>Stations are DELTA 2s. While time passes they report what they showed last every 30 seconds, unless they are silent,
 * and show what they are set to at once, unless they are {@link #stubborn}. The engine is woken when it asks to be. At
 * the end of each test everything that happened is played to a second engine, which must decide the same.
 */
public abstract class RuleScenario {
    protected static final Catalog CATALOG = new CatalogLoader().load();
    protected static final Model DELTA_2 = CATALOG.model("delta-2").orElseThrow();
    protected static final String GARAGE = "R331ZTEST0000001";
    protected static final String CELLAR = "R331ZTEST0000002";

    private static final Duration HEARTBEAT = Duration.ofSeconds(30);

    private EngineSettings settings = EngineSettings.in(ZoneId.of("UTC"));
    private Instant now = Instant.parse("2026-06-01T12:00:00Z");
    private Instant nextHeartbeat = now;
    private final Map<String, Map<Integer, Double>> shown = new LinkedHashMap<>();
    private final List<String> silent = new ArrayList<>();
    private boolean stubborn;
    private String station = GARAGE;
    private World world = new World(settings);
    private final List<World.Event> events = new ArrayList<>();
    private final List<List<Decision>> answers = new ArrayList<>();
    private final Map<String, Optional<SetPoint>> setPoints = new LinkedHashMap<>();
    private final List<Decision> since = new ArrayList<>();

    // The world as it is at first: to be said before anything else.

    /** The local time at which the scenario begins, and whose wall clock counts. */
    protected void itIs(String localTime, String zone) {
        assertThat(events).as("events before the time was set").isEmpty();
        settings = new EngineSettings(ZoneId.of(zone), settings.place(), settings.flapping());
        now = LocalDateTime.parse(localTime).atZone(settings.zone()).toInstant();
        nextHeartbeat = now;
        world = new World(settings);
    }

    protected void thePlaceIs(double latitude, double longitude) {
        settings =
                new EngineSettings(settings.zone(), Optional.of(new Place(latitude, longitude)), settings.flapping());
        world = new World(settings);
    }

    protected void flappingIs(FlappingPolicy policy) {
        settings = new EngineSettings(settings.zone(), settings.place(), policy);
        world = new World(settings);
    }

    /** Stations do not show what they are set to. */
    protected void stubborn() {
        stubborn = true;
    }

    // What happens.

    /** Puts these rule files in the place of those that run; the first station comes by itself. */
    protected void rules(String... files) {
        station(GARAGE, "garage");
        happens(World.load(read(files), now));
    }

    protected static RuleSet read(String... files) {
        List<io.github.joulekeeper.rule.Rule> rules = new ArrayList<>();
        for (int i = 0; i < files.length; i++) {
            RuleFiles.Loaded loaded =
                    RuleFiles.check("rules-" + i + ".yaml", files[i].getBytes(StandardCharsets.UTF_8), CATALOG, true);
            assertThat(loaded.issues().stream()
                            .filter(issue -> issue.severity() == RuleIssue.Severity.ERROR)
                            .map(RuleIssue::format))
                    .isEmpty();
            rules.addAll(loaded.rules().rules());
        }
        return new RuleSet(rules, List.of());
    }

    /** Adds a station, if it is not there, and speaks of it from now on. */
    protected void station(String serial, String name) {
        station = serial;
        if (shown.putIfAbsent(serial, new LinkedHashMap<>()) == null) {
            happens(World.addStation(serial, name, DELTA_2, now));
        }
    }

    /** Speaks of this station from now on. */
    protected void on(String serial) {
        assertThat(shown).containsKey(serial);
        station = serial;
    }

    /** What the readings were, for the reader's sake: each was reported already when it was named. */
    protected void given(Object... readings) {
        assertThat(readings).isNotEmpty();
    }

    protected Object soc(double percent) {
        return reads("soc", percent);
    }

    /** The station reports a value, in the quota's unit. */
    protected Object reads(String keyOrAlias, double value) {
        int quota = DELTA_2.indexOf(keyOrAlias);
        assertThat(quota).as(keyOrAlias).isNotNegative();
        shown.get(station).put(quota, value);
        report(station, Report.Source.PUSHED, Map.of(quota, value));
        return keyOrAlias;
    }

    /** A setting's value changes at the station without a command, or is what it was before. */
    protected Object stationShows(String setting, double value) {
        int quota = DELTA_2.setting(setting).orElseThrow().readBack().orElseThrow();
        return reads(DELTA_2.quotas().get(quota).key(), value);
    }

    /** The cloud tells what it remembers of the station. */
    protected void snapshot(String keyOrAlias, double value) {
        report(station, Report.Source.SNAPSHOT, Map.of(DELTA_2.indexOf(keyOrAlias), value));
    }

    protected void goesOffline() {
        if (!silent.contains(station)) {
            silent.add(station);
        }
        happens(World.online(station, false, now));
    }

    protected void comesOnline() {
        silent.remove(station);
        happens(World.online(station, true, now));
    }

    /** The station goes on, but nothing is heard of it. */
    protected void fallsSilent() {
        if (!silent.contains(station)) {
            silent.add(station);
        }
    }

    /** It is heard again, from its next reading on. */
    protected void isHeardAgain() {
        silent.remove(station);
    }

    protected void secondsPass(long seconds) {
        passes(Duration.ofSeconds(seconds));
    }

    protected void minutesPass(long minutes) {
        passes(Duration.ofMinutes(minutes));
    }

    protected void hoursPass(long hours) {
        passes(Duration.ofHours(hours));
    }

    protected void passes(Duration duration) {
        until(now.plus(duration));
    }

    /** Time passes until the wall clock shows this, today or on the given day; the earlier one where it shows it twice. */
    protected void itBecomes(String localTime) {
        LocalDateTime time = localTime.contains("T")
                ? LocalDateTime.parse(localTime)
                : java.time.LocalTime.parse(localTime).atDate(local().toLocalDate());
        ZonedDateTime zoned = time.atZone(settings.zone());
        Instant instant = zoned.toInstant();
        if (instant.isBefore(now)) {
            instant = zoned.withLaterOffsetAtOverlap().toInstant();
        }
        if (instant.isBefore(now)) {
            instant = time.plusDays(1).atZone(settings.zone()).toInstant();
        }
        until(instant);
    }

    private void until(Instant end) {
        while (now.isBefore(end)) {
            Instant wake = world.engine().nextWake().orElse(Instant.MAX);
            Instant next = min(end, min(nextHeartbeat, wake));
            now = next.isAfter(now) ? next : now;
            if (!wake.isAfter(now)) {
                happens(World.tick(now));
                assertThat(world.engine().nextWake().orElse(Instant.MAX))
                        .as("the next wake after %s", now)
                        .isAfter(now);
            }
            if (!nextHeartbeat.isAfter(now)) {
                nextHeartbeat = now.plus(HEARTBEAT);
                shown.forEach((serial, values) -> {
                    if (!silent.contains(serial) && !values.isEmpty()) {
                        report(serial, Report.Source.PUSHED, values);
                    }
                });
            }
        }
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    /** The clock of the machine is put forward or, with a negative duration, back. */
    protected void clockIsMovedBy(Duration duration) {
        now = now.plus(duration);
        nextHeartbeat = now;
    }

    /** The process stops, some time passes, it starts again with the same rules. */
    protected void restartsAfter(Duration pause) {
        restarts(pause, Optional.empty());
    }

    /** The process stops, some time passes, it starts again with other rules. */
    protected void restartsAfter(Duration pause, String... files) {
        restarts(pause, Optional.of(read(files)));
    }

    private void restarts(Duration pause, Optional<RuleSet> other) {
        now = now.plus(pause);
        nextHeartbeat = now.plus(HEARTBEAT);
        setPoints.clear();
        happens(World.restart(other, now));
    }

    protected void personSets(String setting, double value, Optional<Duration> length) {
        String serial = station;
        Instant at = now;
        happens(world -> world.engine().claimManually(serial, setting, value, length.map(at::plus), "anna", at));
    }

    protected void personReleases(String setting) {
        String serial = station;
        Instant at = now;
        happens(world -> world.engine().release(serial, setting, "anna", at));
    }

    protected void personResumes(String rule) {
        String serial = station;
        Instant at = now;
        happens(world -> world.engine().resume(rule, serial, at));
    }

    private void report(String serial, Report.Source source, Map<Integer, Double> readings) {
        int[] quotas = readings.keySet().stream().mapToInt(Integer::intValue).toArray();
        double[] values =
                readings.values().stream().mapToDouble(Double::doubleValue).toArray();
        happens(World.report(new Report(serial, source, now, quotas, values, Map.of()), now));
    }

    private void happens(World.Event event) {
        List<Decision> decisions = world.happens(event);
        events.add(event);
        answers.add(decisions);
        since.addAll(decisions);
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.SetPointChanged(SetPoint setPoint) -> {
                    setPoints.put(key(setPoint.serial(), setPoint.setting().name()), Optional.of(setPoint));
                    obey(setPoint);
                }
                case Decision.Released released ->
                    setPoints.put(key(released.serial(), released.setting().name()), Optional.empty());
                case Decision.PhaseChanged changed -> {}
                case Decision.Remembered remembered -> {}
            }
        }
    }

    private void obey(SetPoint setPoint) {
        Setting setting = setPoint.setting();
        if (!stubborn && setting.readBack().isPresent() && !silent.contains(setPoint.serial())) {
            Map<Integer, Double> change = Map.of(setting.readBack().get(), setPoint.value());
            shown.get(setPoint.serial()).putAll(change);
            report(setPoint.serial(), Report.Source.PUSHED, change);
        }
    }

    private static String key(String serial, String setting) {
        return serial + " " + setting;
    }

    // What is to be seen.

    protected Instant now() {
        return now;
    }

    protected ZonedDateTime local() {
        return now.atZone(settings.zone());
    }

    protected Engine engine() {
        return world.engine();
    }

    protected Map<String, Memory> memories() {
        return world.memories();
    }

    protected Explanation.OfRule explain(String rule) {
        return world.engine().explain(rule, station, now).orElseThrow();
    }

    /** What is true now. Decisions are counted from the last call on. */
    protected Then then() {
        List<Decision> recent = List.copyOf(since);
        since.clear();
        return new Then(recent);
    }

    /** Assertions about the station that is spoken of. */
    protected final class Then {
        private final List<Decision> recent;

        private Then(List<Decision> recent) {
            this.recent = recent;
        }

        /** A rule or a person claims the setting, with this value. */
        public Then isSet(String setting, double value) {
            SetPoint setPoint = setPoint(setting).orElseThrow(() -> new AssertionError(setting + " is not set"));
            assertThat(setPoint.value()).as(setting).isEqualTo(value);
            assertThat(setPoint.standing()).as("standing").isTrue();
            return this;
        }

        /** The setting was asked for once, at the end of a rule. */
        public Then isSetOnce(String setting, double value) {
            SetPoint setPoint = setPoint(setting).orElseThrow(() -> new AssertionError(setting + " is not set"));
            assertThat(setPoint.value()).as(setting).isEqualTo(value);
            assertThat(setPoint.standing()).as("standing").isFalse();
            return this;
        }

        public Then isSetBy(String setting, String origin) {
            assertThat(setPoint(setting).orElseThrow().origin()).isEqualTo(origin);
            return this;
        }

        /** Nobody claims it, and nothing is to be set. */
        public Then isNotSet(String setting) {
            assertThat(setPoint(setting)).as(setting).isEmpty();
            return this;
        }

        public Then reasonIs(String setting, String reason) {
            assertThat(setPoint(setting).orElseThrow().reason()).isEqualTo(reason);
            return this;
        }

        public Then isIn(String rule, RulePhase phase) {
            assertThat(world.engine().phase(rule, station)).as(rule).contains(phase);
            return this;
        }

        public Then isActive(String rule) {
            return isIn(rule, RulePhase.ACTIVE);
        }

        public Then isInactive(String rule) {
            return isIn(rule, RulePhase.INACTIVE);
        }

        /** The reason of the rule's latest change of phase. */
        public Then says(String rule, String reason) {
            List<String> reasons = recent.stream()
                    .filter(Decision.PhaseChanged.class::isInstance)
                    .map(Decision.PhaseChanged.class::cast)
                    .filter(changed -> changed.rule().equals(rule))
                    .map(Decision.PhaseChanged::reason)
                    .toList();
            assertThat(reasons).as("reasons of " + rule).isNotEmpty();
            assertThat(reasons.getLast()).isEqualTo(reason);
            return this;
        }

        /** How often the rule started since the last look. */
        public Then started(String rule, int times) {
            long starts = recent.stream()
                    .filter(decision -> decision instanceof Decision.PhaseChanged changed
                            && changed.rule().equals(rule)
                            && changed.to() == RulePhase.ACTIVE)
                    .count();
            assertThat(starts).as("starts of " + rule).isEqualTo(times);
            return this;
        }

        /** Nothing was decided since the last look, but for what is only remembered. */
        public Then nothingHappened() {
            assertThat(recent.stream().filter(decision -> !(decision instanceof Decision.Remembered)))
                    .isEmpty();
            return this;
        }

        private Optional<SetPoint> setPoint(String setting) {
            assertThat(DELTA_2.settingOrRaw(setting)).as(setting).isPresent();
            return setPoints.getOrDefault(key(station, setting), Optional.empty());
        }
    }

    @AfterEach
    void theSameEventsGiveTheSameDecisions() {
        World second = new World(settings);
        for (int i = 0; i < events.size(); i++) {
            assertThat(second.happens(events.get(i)))
                    .as("decisions of event " + i)
                    .isEqualTo(answers.get(i));
        }
        assertThat(second.memories()).isEqualTo(world.memories());
    }
}
