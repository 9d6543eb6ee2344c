package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values to be set once, and what a restart finds. */
class RestartTest {
    private static final String WATTS = "ac-charging.watts";
    private static final String KEY = "one-shot/R331ZTEST0000001/ac-charging.watts";
    private final Bench bench = new Bench();

    @Test
    void aValueToBeSetOnceIsRememberedUntilItsEnd() {
        bench.once().want(WATTS, 400);
        assertThat(bench.remembered).containsOnlyKeys(KEY);
        Effect.Send send = bench.left();
        bench.accepted(send);
        assertThat(bench.remembered).containsOnlyKeys(KEY);
        bench.seconds(1);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.remembered).isEmpty();
    }

    @Test
    void itSurvivesARestartWhileItWaits() {
        bench.online(false);
        bench.once().want(WATTS, 400);
        bench.restart();
        bench.nothingLeft();
        bench.online(true);
        Effect.Send send = bench.left();
        assertThat(send.command().origins()).containsExactly("night-charging");
        assertThat(send.command().reason()).isEqualTo("soc < 20% (soc = 12 %)");
        bench.done(send);
        assertThat(bench.remembered).isEmpty();
    }

    @Test
    void itSurvivesARestartWhileItsCommandIsUnderWay() {
        bench.once().want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.accepted(send);
        bench.restart();
        bench.seconds(1);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.remembered).isEmpty();
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void itIsForgottenWhenShownRefusedBlockedReplacedOrReleased() {
        bench.once();
        bench.shows(WATTS, 400);
        bench.want(WATTS, 400);
        assertThat(bench.remembered).isEmpty();
        bench.want(WATTS, 500);
        bench.refused(bench.left(), "1008", false);
        assertThat(bench.remembered).isEmpty();
        bench.want(WATTS, 1);
        bench.seconds(10);
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.remembered).isEmpty();
        bench.want(WATTS, 600);
        bench.left();
        assertThat(bench.remembered).isNotEmpty();
        bench.release(WATTS);
        assertThat(bench.remembered).isEmpty();
    }

    @Test
    void aStandingSetPointTakesItsPlace() {
        bench.online(false);
        bench.once().want(WATTS, 400);
        Bench standing = bench;
        standing.decide(
                new io.github.joulekeeper.engine.Decision.SetPointChanged(new io.github.joulekeeper.engine.SetPoint(
                        Bench.SERIAL,
                        bench.setting(WATTS),
                        500,
                        "other",
                        "because",
                        bench.now,
                        false,
                        java.util.Optional.empty(),
                        true)));
        assertThat(bench.remembered).isEmpty();
        bench.online(true);
        assertThat(bench.left().command().payload().setPoints()).containsEntry(WATTS, 500.0);
    }

    @Test
    void withoutProofItIsTriedAgainForADayAndNoLonger() {
        bench.once().want(WATTS, 400);
        int tries = 0;
        for (int second = 0; second < 30 * 3600; second++) {
            while (!bench.sends.isEmpty()) {
                tries++;
                bench.accepted(bench.sends.remove());
            }
            bench.seconds(1);
        }
        assertThat(tries).isBetween(150, 3 * 4 * 24);
        assertThat(bench.remembered).isEmpty();
        assertThat(bench.entries(LedgerEntry.Noted.class).getLast().detail()).contains("given up");
        assertThat(bench.dispatcher.nextWake()).isEmpty();
    }

    @Test
    void itYieldsToSomebodyWhoSetsTheSettingAfterItWasTried() {
        bench.shows(WATTS, 200);
        bench.once().want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.accepted(send);
        bench.online(false);
        bench.seconds(31);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
        bench.shows(WATTS, 900);
        assertThat(bench.remembered).isEmpty();
    }

    @Test
    void aCommandInDoubtThatShowsIsConfirmed() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.seconds(20);
        bench.restart();
        assertThat(bench.readBacks).hasSize(1);
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT, Step.READ_BACK);
        bench.seconds(0.5);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aCommandInDoubtThatIsStillWantedIsSentAgain() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.restart();
        bench.want(WATTS, 400);
        bench.nothingLeft();
        bench.seconds(0.5);
        bench.shows(WATTS, 200);
        bench.seconds(13);
        Effect.Send again = bench.left();
        assertThat(again.command().id()).isEqualTo(send.command().id());
        assertThat(again.messageId()).isNotEqualTo(send.messageId());
        bench.done(again);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aCommandInDoubtThatNobodyWantsEndsUnconfirmed() {
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.restart();
        bench.seconds(11);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void aCommandInDoubtGivesWayToANewerSetPoint() {
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.restart();
        bench.want(WATTS, 500);
        bench.seconds(10);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.SUPERSEDED);
        Effect.Send newer = bench.left();
        assertThat(newer.command().id()).isEqualTo(2);
        assertThat(newer.messageId()).isNotEqualTo(send.messageId());
    }

    @Test
    void aReplyToWhatTheEarlierRunSentCounts() {
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.restart();
        bench.replied(send, false);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void theIntervalHoldsOverARestart() {
        bench.want(WATTS, 400);
        bench.seconds(1);
        bench.restart();
        bench.want(WATTS, 500);
        bench.seconds(8.9);
        bench.nothingLeft();
        bench.seconds(0.1);
        bench.left();
    }

    @Test
    void whatIsSentAgainAfterARestartKeepsToTheLimitsOfTodayInAllThatItCarries() {
        bench.shows(WATTS, 800);
        bench.want("ac-charging.paused", 1);
        Effect.Send send = bench.left();
        assertThat(send.command().payload().params())
                .as("nobody asked for the watts, which the command must carry")
                .containsEntry("chgWatts", 800L);
        bench.accepted(send);
        bench.restart();
        bench.take(bench.dispatcher.setLimits(
                List.of(new Limit(
                        WATTS,
                        Optional.empty(),
                        Optional.of(700.0),
                        List.of(),
                        new Rule.DeviceSelector.All(),
                        new Rule.Position("limits.yaml", 2, 5))),
                bench.now));
        bench.want("ac-charging.paused", 1);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
        assertThat(bench.outcome(send)).isEqualTo(Outcome.BLOCKED);
    }
}
