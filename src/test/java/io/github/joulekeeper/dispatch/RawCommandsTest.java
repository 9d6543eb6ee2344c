package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of payloads that the catalog does not know. */
class RawCommandsTest {
    private static final RawCommand UNLISTED =
            new RawCommand(Map.of("moduleType", 1, "operateType", "someCmd", "params", Map.of("x", 1)));
    private static final RawCommand CHARGE = new RawCommand(
            Map.of("moduleType", 5, "operateType", "acChgCfg", "params", Map.of("chgWatts", 700, "chgPauseFlag", 255)));

    private final Bench bench = new Bench();

    @BeforeEach
    void allowed() {
        bench.dispatcher.setRawAllowed(true);
    }

    private void ask(RawCommand... commands) {
        Decision[] decisions = new Decision[commands.length];
        for (int i = 0; i < commands.length; i++) {
            Setting setting = commands[i].setting();
            decisions[i] = new Decision.SetPointChanged(new SetPoint(
                    Bench.SERIAL,
                    setting,
                    RawCommand.SENT,
                    "unlisted",
                    "soc < 20% (soc = 12 %)",
                    bench.now,
                    false,
                    Optional.empty(),
                    false));
        }
        bench.decide(decisions);
    }

    @Test
    void areSentAsTheyStandAndEndAcknowledged() {
        ask(UNLISTED);
        Effect.Send send = bench.left();
        assertThat(send.command().payload().envelope()).isEqualTo(Map.of("moduleType", 1L, "operateType", "someCmd"));
        assertThat(send.command().payload().params()).isEqualTo(Map.of("x", 1L));
        bench.accepted(send);
        bench.acknowledged(send);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.ACKNOWLEDGED);
        assertThat(bench.readBacks).isEmpty();
        assertThat(bench.remembered).isEmpty();
        bench.seconds(100_000);
        bench.nothingLeft();
    }

    @Test
    void areSentOneByOne() {
        ask(UNLISTED, CHARGE);
        Effect.Send first = bench.left();
        assertThat(Bench.params(first)).containsExactly(1L);
        bench.accepted(first);
        bench.acknowledged(first);
        assertThat(Bench.params(bench.left())).contains(700L);
    }

    @Test
    void areSentAgainWhenNobodyAnswers() {
        ask(UNLISTED);
        Effect.Send send = bench.left();
        bench.accepted(send);
        bench.seconds(60);
        Effect.Send again = bench.left();
        assertThat(again.command()).isEqualTo(send.command());
        bench.acknowledged(again);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.ACKNOWLEDGED);
    }

    @Test
    void areBlockedWhenTheyAreNotAllowed() {
        bench.dispatcher.setRawAllowed(false);
        ask(UNLISTED);
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.lastEnd().detail())
                .isEqualTo(
                        "raw payloads are not allowed. To allow them, start Joulekeeper with joulekeeper.allow-raw=true");
    }

    @Test
    void areBlockedWhenTheyAreDangerous() {
        ask(new RawCommand(Map.of("moduleType", 5, "operateType", "x", "params", Map.of("chgWatts", 0))));
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.lastEnd().detail()).contains("chgWatts", "not 0");
    }

    @Test
    void keepToTheLimitsOfWhatTheySet() {
        bench.take(bench.dispatcher.setLimits(
                List.of(new Limit(
                        "ac-charging.watts",
                        Optional.empty(),
                        Optional.of(600.0),
                        List.of(),
                        new Rule.DeviceSelector.All(),
                        new Rule.Position("limits.yaml", 2, 5))),
                bench.now));
        ask(CHARGE, UNLISTED);
        assertThat(Bench.params(bench.left())).containsExactly(1L);
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.BLOCKED);
        assertThat(bench.lastEnd().detail())
                .isEqualTo("ac-charging.watts = 700 W breaks the limit at limits.yaml:2:5: at most 600 W");
    }

    @Test
    void areOnlyObservedInObserveMode() {
        bench.take(bench.dispatcher.setMode(Mode.OBSERVE, bench.now));
        ask(UNLISTED);
        bench.nothingLeft();
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.OBSERVED);
        bench.take(bench.dispatcher.setMode(Mode.CONTROL, bench.now));
        bench.nothingLeft();
    }

    @Test
    void waitForAStationThatIsOfflineAlsoOverARestart() {
        bench.online(false);
        ask(UNLISTED);
        bench.nothingLeft();
        bench.restart();
        bench.dispatcher.setRawAllowed(true);
        bench.online(true);
        assertThat(Bench.params(bench.left())).containsExactly(1L);
    }

    @Test
    void areTakenUpAgainWhenTheirEndIsNotKnown() {
        ask(UNLISTED);
        Effect.Send send = bench.left();
        bench.restart();
        bench.dispatcher.setRawAllowed(true);
        bench.seconds(60);
        Effect.Send again = bench.left();
        assertThat(again.command().id()).isEqualTo(send.command().id());
        assertThat(again.command().payload()).isEqualTo(send.command().payload());
        bench.acknowledged(again);
        assertThat(bench.steps(send.command().id())).contains(Step.ACKNOWLEDGED);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.ACKNOWLEDGED);
        assertThat(bench.remembered).isEmpty();
    }
}
