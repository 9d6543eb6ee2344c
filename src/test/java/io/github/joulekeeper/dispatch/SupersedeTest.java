package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of a command under way when something else is wanted, or nothing any more. */
class SupersedeTest {
    private static final String WATTS = "ac-charging.watts";
    private final Bench bench = new Bench();

    private Effect.Send sent() {
        bench.want(WATTS, 400);
        return bench.left();
    }

    @Test
    void aNewerSetPointSupersedesWhatWasNotShownYet() {
        Effect.Send first = sent();
        bench.accepted(first);
        bench.seconds(1);
        bench.want(WATTS, 500);
        bench.seconds(8.9);
        assertThat(bench.underWay(first))
                .as("it may be confirmed while the newer one waits")
                .isTrue();
        bench.seconds(0.1);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.SUPERSEDED);
        bench.done(bench.left());
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aNewerSetPointWaitsForTheTransportsAnswer() {
        Effect.Send first = sent();
        bench.want(WATTS, 500);
        bench.seconds(20);
        assertThat(bench.underWay(first)).isTrue();
        bench.nothingLeft();
        bench.accepted(first);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.SUPERSEDED);
        bench.left();
    }

    @Test
    void aCommandThatWaitsForAnotherTryIsSupersededAtOnce() {
        Effect.Send first = sent();
        bench.failed(first, false);
        bench.want(WATTS, 500);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.SUPERSEDED);
        bench.nothingLeft();
        bench.seconds(10);
        assertThat(bench.left().command().payload().setPoints()).isEqualTo(Map.of(WATTS, 500.0));
    }

    @Test
    void aReplacedFieldTakesTheOthersAlongInTheNextCommand() {
        bench.decide(
                bench.setPoint(Bench.SERIAL, "ac-output.enabled", 1),
                bench.setPoint(Bench.SERIAL, "ac-output.x-boost", 0));
        Effect.Send first = bench.left();
        bench.accepted(first);
        bench.want("ac-output.x-boost", 1);
        bench.seconds(10);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.SUPERSEDED);
        assertThat(bench.left().command().payload().setPoints())
                .isEqualTo(Map.of("ac-output.enabled", 1.0, "ac-output.x-boost", 1.0));
    }

    @Test
    void theOldValueIsSentAlthoughShownWhileASupersededOneMayStillLand() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        Effect.Send first = sent();
        bench.accepted(first);
        bench.seconds(1);
        bench.want(WATTS, 200);
        bench.seconds(9);
        Effect.Send second = bench.left();
        assertThat(second.command().payload().setPoints()).isEqualTo(Map.of(WATTS, 200.0));
        bench.accepted(second);
        bench.seconds(0.5);
        bench.shows(WATTS, 200);
        assertThat(bench.outcome(second)).isEqualTo(Outcome.CONFIRMED);
        bench.seconds(0.5);
        bench.shows(WATTS, 400);
        assertThat(bench.entries(LedgerEntry.ExternalChange.class)).isEmpty();
        bench.seconds(10);
        assertThat(bench.left().command().payload().setPoints()).isEqualTo(Map.of(WATTS, 200.0));
    }

    @Test
    void aClaimThatEndsWhileItsCommandIsProvenIsNotSentAgain() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.release(WATTS);
        bench.pass(Duration.ofHours(1));
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
        bench.nothingLeft();
    }

    @Test
    void aClaimThatEndsBetweenTwoTriesEndsItsCommand() {
        Effect.Send send = sent();
        bench.failed(send, false);
        bench.release(WATTS);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.SUPERSEDED);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void aChangeToObserveStopsTheNextTry() {
        Effect.Send send = sent();
        bench.failed(send, false);
        bench.take(bench.dispatcher.setMode(Mode.OBSERVE, bench.now));
        bench.pass(Duration.ofMinutes(5));
        bench.nothingLeft();
        assertThat(bench.outcome(send)).isEqualTo(Outcome.BLOCKED);
    }
}
