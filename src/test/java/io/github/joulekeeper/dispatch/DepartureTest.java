package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What leaves for a station, together with what, and when. */
class DepartureTest {
    private static final String WATTS = "ac-charging.watts";
    private final Bench bench = new Bench();

    private static Limit limit(String setting, Optional<Double> atLeast, Optional<Double> atMost) {
        return new Limit(
                setting,
                atLeast,
                atMost,
                List.of(),
                new Rule.DeviceSelector.All(),
                new Rule.Position("limits.yaml", 2, 5));
    }

    @Test
    void whatTheStationShowsIsNotSent() {
        bench.shows(WATTS, 400);
        bench.want(WATTS, 400);
        bench.nothingLeft();
        assertThat(bench.ledger).isEmpty();
        assertThat(bench.dispatcher.nextWake()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsSent() {
        bench.want(WATTS, 400);
        assertThat(bench.left().command().payload().params()).isEqualTo(Map.of("chgWatts", 400L, "chgPauseFlag", 255L));
    }

    @Test
    void whatWasReadTooLongAgoIsSent() {
        bench.shows(WATTS, 400);
        bench.pass(Duration.ofMinutes(6));
        bench.want(WATTS, 400);
        bench.left();
    }

    @Test
    void theLedgerSaysWhoWantsWhatAndWhy() {
        bench.want(WATTS, 400);
        LedgerEntry.CommandOpened opened =
                bench.entries(LedgerEntry.CommandOpened.class).getFirst();
        assertThat(opened.commandId()).isEqualTo(1);
        assertThat(opened.serial()).isEqualTo(Bench.SERIAL);
        assertThat(opened.origins()).containsExactly("night-charging");
        assertThat(opened.reason()).isEqualTo("soc < 20% (soc = 12 %)");
        assertThat(opened.command()).isEqualTo("acChgCfg");
        assertThat(opened.params()).isEqualTo(Map.of("chgWatts", 400L, "chgPauseFlag", 255L));
        assertThat(opened.setPoints()).isEqualTo(Map.of(WATTS, "400 W"));
        assertThat(opened.values()).isEqualTo(Map.of(WATTS, 400.0));
    }

    @Test
    void settingsOfOneCommandGoOutTogetherAndTheOthersKeepTheirValue() {
        bench.decide(
                bench.setPoint(Bench.SERIAL, "ac-output.enabled", 1),
                bench.by("boost").setPoint(Bench.SERIAL, "ac-output.x-boost", 0));
        Effect.Send send = bench.left();
        assertThat(send.command().payload().params())
                .isEqualTo(Map.of("enabled", 1L, "xboost", 0L, "out_voltage", -1L, "out_freq", 255L));
        assertThat(send.command().origins()).containsExactly("night-charging", "boost");
        bench.done(send);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aFieldWithoutAKeepValueGoesOutAsLastRead() {
        bench.report(
                Bench.SERIAL,
                Report.Source.PUSHED,
                Map.of("backup-reserve.enabled", 0.0, "discharge-limit.soc", 10.0, "charge-limit.soc", 90.0));
        bench.want("backup-reserve.soc", 40);
        assertThat(Bench.params(bench.left())).containsExactly(0L, 40L, 255L, 255L);
    }

    @Test
    void aFieldThatWasNeverReadIsNeverGuessed() {
        bench.want("ac-charging.paused", 1);
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.lastEnd().detail()).contains("ac-charging.watts").contains("never read");
        bench.shows("beeper.silent", 1);
        bench.pass(Duration.ofHours(1));
        assertThat(bench.entries(LedgerEntry.CommandEnded.class)).hasSize(1);

        bench.shows(WATTS, 500);
        assertThat(Bench.params(bench.left())).containsExactly(500L, 1L);
    }

    @Test
    void fullPowerByMistakeCannotBeSent() {
        for (double watts : new double[] {0, 1, 100, 199, 250, 1300, -1, Double.NaN}) {
            bench.want(WATTS, watts);
            bench.pass(Duration.ofMinutes(1));
            bench.nothingLeft();
            assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
            assertThat(bench.lastEnd().detail()).contains("200 W to 1200 W");
        }
        bench.release(WATTS);
        for (double watts : new double[] {0, 1, 255}) {
            bench.shows(WATTS, watts);
            bench.want("ac-charging.paused", 1);
            bench.nothingLeft();
            bench.release("ac-charging.paused");
        }
        assertThat(bench.dispatcher.setMode(Mode.OBSERVE, bench.now)).isEmpty();
    }

    @Test
    void onlyTheNewestSetPointWaitsForTheInterval() {
        bench.want(WATTS, 400);
        bench.done(bench.left());
        bench.want(WATTS, 500);
        bench.seconds(3);
        bench.want(WATTS, 600);
        bench.seconds(6.6);
        bench.nothingLeft();
        bench.seconds(0.1);
        Effect.Send newest = bench.left();
        assertThat(newest.command().payload().setPoints()).isEqualTo(Map.of(WATTS, 600.0));
        assertThat(bench.entries(LedgerEntry.CommandOpened.class)).hasSize(2);
    }

    @Test
    void aFollowedValueGoesOutAsOftenAsItsRuleSays() {
        bench.every(Duration.ofSeconds(30)).want(WATTS, 400);
        bench.done(bench.left());
        bench.want(WATTS, 500);
        bench.seconds(29.6);
        bench.nothingLeft();
        bench.seconds(0.1);
        bench.left();
    }

    @Test
    void aSetPointThatReturnsWhileItWaitsIsNotSent() {
        bench.want(WATTS, 400);
        bench.done(bench.left());
        bench.want(WATTS, 500);
        bench.want(WATTS, 400);
        bench.pass(Duration.ofMinutes(1));
        bench.nothingLeft();
    }

    @Test
    void aClaimThatEndsBeforeItsCommandLeftCancelsIt() {
        bench.want(WATTS, 400);
        bench.done(bench.left());
        bench.want(WATTS, 500);
        bench.release(WATTS);
        bench.pass(Duration.ofMinutes(1));
        bench.nothingLeft();
        assertThat(bench.entries(LedgerEntry.CommandOpened.class)).hasSize(1);
    }

    @Test
    void commandsOfOneStationWaitForEachOtherAndOthersDoNot() {
        bench.want(WATTS, 400);
        Effect.Send first = bench.left();
        bench.want("charge-limit.soc", 80);
        bench.nothingLeft();
        bench.decide(bench.setPoint(Bench.OTHER, WATTS, 300));
        assertThat(bench.left().command().serial()).isEqualTo(Bench.OTHER);
        bench.done(first);
        assertThat(bench.left().command().payload().command()).isEqualTo("upsConfig");
    }

    @Test
    void aLimitBlocksOnceForEachSetPoint() {
        bench.take(bench.dispatcher.setLimits(List.of(limit(WATTS, Optional.empty(), Optional.of(800.0))), bench.now));
        bench.want(WATTS, 900);
        bench.pass(Duration.ofHours(1));
        bench.shows("beeper.silent", 1);
        bench.nothingLeft();
        assertThat(bench.entries(LedgerEntry.CommandEnded.class)).hasSize(1);
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.lastEnd().detail())
                .isEqualTo("ac-charging.watts = 900 W breaks the limit at limits.yaml:2:5: at most 800 W");
        bench.want(WATTS, 1000);
        assertThat(bench.entries(LedgerEntry.CommandEnded.class)).hasSize(2);
        bench.want(WATTS, 800);
        bench.left();
    }

    @Test
    void aLimitThatIsLiftedLetsTheSetPointPass() {
        bench.take(bench.dispatcher.setLimits(List.of(limit(WATTS, Optional.empty(), Optional.of(800.0))), bench.now));
        bench.want(WATTS, 900);
        bench.take(bench.dispatcher.setLimits(List.of(), bench.now));
        bench.left();
    }

    @Test
    void aLimitHoldsForFieldsThatOnlyGoAlong() {
        bench.take(bench.dispatcher.setLimits(List.of(limit(WATTS, Optional.empty(), Optional.of(800.0))), bench.now));
        bench.shows(WATTS, 1000);
        bench.want("ac-charging.paused", 1);
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        bench.shows(WATTS, 700);
        assertThat(Bench.params(bench.left())).containsExactly(700L, 1L);
    }

    @Test
    void aLimitOfAnotherCommandsSettingDoesNotBlockThisOne() {
        bench.take(bench.dispatcher.setLimits(
                List.of(limit("discharge-limit.soc", Optional.of(10.0), Optional.empty())), bench.now));
        bench.report(
                Bench.SERIAL,
                Report.Source.PUSHED,
                Map.of("backup-reserve.enabled", 1.0, "discharge-limit.soc", 5.0, "charge-limit.soc", 90.0));
        bench.want("backup-reserve.soc", 40);
        bench.left();
    }

    @Test
    void aBlockedSettingDoesNotHoldBackItsCompanions() {
        bench.take(bench.dispatcher.setLimits(
                List.of(limit("ac-output.x-boost", Optional.empty(), Optional.of(0.0))), bench.now));
        bench.decide(
                bench.setPoint(Bench.SERIAL, "ac-output.enabled", 1),
                bench.setPoint(Bench.SERIAL, "ac-output.x-boost", 1));
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.left().command().payload().setPoints()).isEqualTo(Map.of("ac-output.enabled", 1.0));
    }

    @Test
    void whileObservingTheLedgerShowsWhatWouldHaveBeenSentOnce() {
        bench.take(bench.dispatcher.setMode(Mode.OBSERVE, bench.now));
        bench.want(WATTS, 400);
        bench.pass(Duration.ofHours(1));
        bench.shows(WATTS, 300);
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.OBSERVED);
        LedgerEntry.CommandOpened opened =
                bench.entries(LedgerEntry.CommandOpened.class).getFirst();
        assertThat(opened.params()).isEqualTo(Map.of("chgWatts", 400L, "chgPauseFlag", 255L));
        assertThat(bench.entries(LedgerEntry.CommandOpened.class)).hasSize(1);
        bench.want(WATTS, 500);
        assertThat(bench.entries(LedgerEntry.CommandOpened.class)).hasSize(2);

        bench.take(bench.dispatcher.setMode(Mode.CONTROL, bench.now));
        bench.seconds(10);
        assertThat(bench.left().command().payload().setPoints()).isEqualTo(Map.of(WATTS, 500.0));
    }

    @Test
    void nothingIsSentToAnOfflineStationUntilItIsBack() {
        bench.online(false);
        bench.want(WATTS, 400);
        bench.want(WATTS, 500);
        bench.want("charge-limit.soc", 80);
        bench.release("charge-limit.soc");
        bench.pass(Duration.ofDays(1));
        bench.nothingLeft();
        assertThat(bench.ledger).isEmpty();
        bench.online(true);
        assertThat(bench.left().command().payload().setPoints()).isEqualTo(Map.of(WATTS, 500.0));
    }

    @Test
    void idsAscendAndMessageIdsAreNeverTheSame() {
        Set<Long> messages = new HashSet<>();
        Ids ids = new Ids(41, 1_999_999_000L);
        assertThat(ids.nextCommand()).isEqualTo(42);
        for (long command = 42; command < 1042; command++) {
            for (int attempt = 1; attempt <= Ids.LARGEST_TRY; attempt++) {
                long message = ids.message(command, attempt);
                assertThat(message).isBetween(100_000_000L, (long) Integer.MAX_VALUE);
                assertThat(messages.add(message)).isTrue();
            }
        }
    }

    @Test
    void aChangeOfPhaseBecomesAnEntry() {
        bench.decide(new Decision.PhaseChanged(
                "night-charging",
                Bench.SERIAL,
                io.github.joulekeeper.engine.RulePhase.INACTIVE,
                io.github.joulekeeper.engine.RulePhase.ACTIVE,
                "time in 23:30..05:30",
                bench.now));
        assertThat(bench.ledger)
                .containsExactly(new LedgerEntry.RuleChanged(
                        "night-charging", Bench.SERIAL, "INACTIVE", "ACTIVE", "time in 23:30..05:30", bench.now));
    }
}
