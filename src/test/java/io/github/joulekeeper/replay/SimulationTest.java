package io.github.joulekeeper.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.state.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Model DELTA_2 = CATALOG.model("delta-2").orElseThrow();
    private static final String SERIAL = "R331ZTEST0000001";
    private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
    private static final String CHARGE = """
            rules:
              - id: charge
                when: soc < 20%
                set: {ac-charging.watts: 400}
                otherwise: restore
                enforce: true
            """;

    private final List<RecordedEvent> events = new ArrayList<>();
    private Instant now = START;

    @Test
    void whatTheRecordingSaysOfASettingDoesNotFightWhatTheReplayHasSet() {
        station();
        // The recorded run left it at 200 W, then somebody set 800 W: neither is true of the run that is simulated.
        report(19, 200);
        report(18, 200);
        report(17, 800);
        report(16, 200);
        report(25, 200);
        report(26, 800);

        assertThat(lines(replay(CHARGE)))
                .containsExactly(
                        "PT0S charge START",
                        "PT0S charge COMMAND {ac-charging.watts=400 W}",
                        "PT4M charge END",
                        "PT4M charge COMMAND {ac-charging.watts=200 W}");
    }

    @Test
    void aSettingThatTheReplayNeverSetIsAsRecorded() {
        station();
        report(50, 200);
        report(50, 800);
        report(50, 200);

        assertThat(lines(replay("""
                        rules:
                          - id: watches
                            when: ac-charging.watts > 500 W
                            set: {beeper.silent: true}
                        """))).contains("PT1M watches START", "PT2M watches END");
    }

    @Test
    void aConditionSeesWhatTheReplayHasSet() {
        station();
        report(19, 200);
        report(19, 200);
        report(30, 200);
        report(30, 200);

        assertThat(lines(replay(CHARGE + """
                          - id: follows
                            when: ac-charging.watts == 400 W
                            set: {beeper.silent: true}
                        """.indent(0)))).contains("PT0.001S follows START", "PT2M0.001S follows END");
    }

    @Test
    void whatAStationAlreadyShowsIsNotSent() {
        station();
        report(19, 400);
        report(18, 400);

        Replayed replayed = replay(CHARGE);
        assertThat(lines(replayed)).containsExactly("PT0S charge START");
        assertThat(replayed.commandCount()).isZero();
        assertThat(replayed.rules())
                .containsExactly(new RuleActivity("charge", SERIAL, 1, Duration.ofMinutes(1), true));
    }

    @Test
    void nothingIsSentWhileAStationIsOffline() {
        station();
        report(19, 200);
        online(false);
        now = now.plus(Duration.ofHours(2));
        online(true);
        report(25, 200);

        assertThat(lines(replay(CHARGE.replace("soc < 20%", "time in 12:30..13:00"))))
                .containsExactly(
                        "PT30M charge START", "PT1H charge END", "PT2H1M charge COMMAND {ac-charging.watts=200 W}");
    }

    @Test
    void timersRunInGapsAndReadingsGrowStaleThere() {
        station();
        report(19, 200);
        now = now.plus(Duration.ofHours(1));
        report(19, 200);

        assertThat(lines(replay(CHARGE.replace("soc < 20%", "soc < 20% for 3m"))))
                .containsExactly("PT3M charge START", "PT3M charge COMMAND {ac-charging.watts=400 W}");
        assertThat(lines(replay(CHARGE.replace("soc < 20%", "soc < 20% for 6m"))))
                .isEmpty();
    }

    @Test
    void aStationThatIsToldAgainGoesOnAsItWas() {
        station();
        report(19, 200);
        station();
        events.add(new RecordedEvent.Carried(
                now,
                DELTA_2,
                false,
                new Report(
                        SERIAL,
                        Report.Source.SNAPSHOT,
                        now,
                        new int[] {DELTA_2.indexOf("soc")},
                        new double[] {90},
                        Map.of())));
        report(18, 200);

        assertThat(lines(replay(CHARGE)))
                .containsExactly("PT0S charge START", "PT0S charge COMMAND {ac-charging.watts=400 W}");
    }

    @Test
    void whatWasCarriedOverCountsWhereTheRecordingBeginsWithIt() {
        station();
        events.add(new RecordedEvent.Carried(
                now,
                DELTA_2,
                true,
                new Report(
                        SERIAL,
                        Report.Source.SNAPSHOT,
                        now,
                        new int[] {DELTA_2.indexOf("soc")},
                        new double[] {19},
                        Map.of())));

        assertThat(lines(replay(CHARGE))).contains("PT0S charge START");
    }

    @Test
    void lostEventsAreCounted() {
        station();
        events.add(new RecordedEvent.Lost(now, 3));
        events.add(new RecordedEvent.Lost(now, 4));

        assertThat(replay(CHARGE).lost()).isEqualTo(7);
    }

    @Test
    void aDifferenceInAGapIsSeen() {
        station();
        report(50, 200);
        now = now.plus(Duration.ofHours(3));
        report(50, 200);
        Comparison comparison = new Comparison(
                new Simulation(RuleSet.EMPTY, EngineSettings.in(ZoneOffset.UTC)),
                new Simulation(
                        rules(CHARGE.replace("soc < 20%", "time in 12:03..12:04")), EngineSettings.in(ZoneOffset.UTC)));
        events.forEach(comparison::accept);

        Comparison.Outcome outcome = comparison.finish();
        assertThat(outcome.onlyFirst()).isEmpty();
        assertThat(outcome.onlySecond()).hasSize(4);
        assertThat(outcome.settings())
                .containsExactly(new SettingDifference(
                        SERIAL,
                        "ac-charging.watts",
                        START.plus(Duration.ofMinutes(3)),
                        START.plus(Duration.ofMinutes(4)),
                        "200 W",
                        "400 W"));
    }

    private void station() {
        events.add(new RecordedEvent.Began(now, Optional.of(ZoneOffset.UTC)));
        events.add(new RecordedEvent.Station(now, SERIAL, "garage", DELTA_2, Duration.ofMinutes(5)));
    }

    /** A report, and a minute after it. */
    private void report(double soc, double chargingWatts) {
        events.add(new RecordedEvent.Reported(
                now,
                DELTA_2,
                new Report(
                        SERIAL,
                        Report.Source.PUSHED,
                        now,
                        new int[] {
                            DELTA_2.indexOf("soc"),
                            DELTA_2.setting("ac-charging.watts")
                                    .orElseThrow()
                                    .readBack()
                                    .orElseThrow()
                        },
                        new double[] {soc, chargingWatts},
                        Map.of())));
        now = now.plus(Duration.ofMinutes(1));
    }

    private void online(boolean online) {
        events.add(new RecordedEvent.Online(now, SERIAL, online, now));
    }

    private Replayed replay(String rules) {
        Simulation simulation = new Simulation(rules(rules), EngineSettings.in(ZoneOffset.UTC));
        events.forEach(simulation::accept);
        return simulation.finish();
    }

    private static RuleSet rules(String text) {
        RuleFiles.Loaded loaded = RuleFiles.check("rules.yaml", text.getBytes(StandardCharsets.UTF_8), CATALOG);
        assertThat(loaded.hasErrors()).as("%s", loaded.issues()).isFalse();
        return loaded.rules();
    }

    private static List<String> lines(Replayed replayed) {
        return replayed.timeline().stream()
                .map(entry -> "%s %s %s%s"
                        .formatted(
                                Duration.between(START, entry.at()),
                                entry.rule(),
                                entry.what(),
                                entry.settings().isEmpty() ? "" : " " + entry.settings()))
                .toList();
    }
}
