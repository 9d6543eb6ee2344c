package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What proves a command, what disproves it, and what happens without proof. */
class ProofTest {
    private static final String WATTS = "ac-charging.watts";
    private final Bench bench = new Bench();

    private Effect.Send sent() {
        bench.want(WATTS, 400);
        return bench.left();
    }

    @Test
    void acceptedAcknowledgedAndShownIsConfirmed() {
        Effect.Send send = sent();
        bench.done(send);
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT, Step.ACCEPTED, Step.ACKNOWLEDGED);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.lastEnd().detail()).isEqualTo("ac-charging.watts = 400 W");
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void theAcknowledgementMayComeBeforeTheAcceptance() {
        Effect.Send send = sent();
        bench.seconds(0.1);
        bench.acknowledged(send);
        bench.seconds(0.1);
        bench.accepted(send);
        bench.seconds(0.1);
        bench.shows(WATTS, 400);
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT, Step.ACKNOWLEDGED, Step.ACCEPTED);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aStationThatNeverRepliesIsProvenByItsValues() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.seconds(1);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aReadingFromBeforeItWasSentProvesNothing() {
        bench.shows(WATTS, 200);
        Effect.Send send = sent();
        bench.state
                .device(Bench.SERIAL)
                .orElseThrow()
                .apply(new Report(
                        Bench.SERIAL,
                        Report.Source.PUSHED,
                        bench.now,
                        new int[] {bench.setting(WATTS).readBack().orElseThrow()},
                        new double[] {400},
                        Map.of()));
        bench.seconds(1);
        bench.accepted(send);
        assertThat(bench.underWay(send)).isTrue();
    }

    @Test
    void withNothingToReadBackTheAcknowledgementIsTheEnd() {
        Bench silent = new Bench(DispatchPolicy.DEFAULT, new CatalogLoader().read("test.yaml", """
                id: test
                name: TEST
                serial-prefixes: [T]
                quotas: {pd.soc: {unit: '%', description: 'x'}}
                settings:
                  beeper.silent: {kind: switch, description: 'x'}
                commands:
                  quietMode:
                    description: 'x'
                    envelope: {moduleType: 5, operateType: quietMode}
                    params:
                      enabled: {setting: beeper.silent}
                """));
        silent.want("beeper.silent", 1);
        Effect.Send send = silent.left();
        silent.accepted(send);
        silent.seconds(1);
        assertThat(silent.underWay(send)).isTrue();
        silent.acknowledged(send);
        assertThat(silent.outcome(send)).isEqualTo(Outcome.ACKNOWLEDGED);
        assertThat(silent.readBacks).isEmpty();
        silent.pass(Duration.ofHours(2));
        silent.nothingLeft();
    }

    @Test
    void valuesAreAskedForWhenNoReportBringsThem() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.seconds(1.9);
        assertThat(bench.readBacks).isEmpty();
        bench.seconds(0.1);
        assertThat(bench.readBacks)
                .containsExactly(new Effect.ReadBack(Bench.SERIAL, List.of("mppt.cfgChgWatts"), Way.HTTP));
        bench.shows(Bench.SERIAL, WATTS, 400, Report.Source.GET_REPLY);
        assertThat(bench.underWay(send))
                .as("the same instant proves nothing yet")
                .isFalse();
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT, Step.ACCEPTED, Step.READ_BACK);
    }

    @Test
    void aRefusalIsFinalAndSaysWhatTheVendorSaid() {
        Effect.Send send = sent();
        bench.refused(send, "1008", false);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.REFUSED);
        assertThat(bench.lastEnd().detail()).isEqualTo("code 1008: no 1008");
        assertThat(bench.steps(send.command().id())).containsExactly(Step.SENT, Step.REFUSED);
        bench.pass(Duration.ofMinutes(14));
        bench.want(WATTS, 400);
        bench.nothingLeft();
        bench.pass(Duration.ofMinutes(1));
        Effect.Send again = bench.left();
        assertThat(again.command().id()).isEqualTo(2);
    }

    @Test
    void afterARefusalAnotherValueIsTriedAtOnce() {
        bench.refused(sent(), "1008", false);
        bench.seconds(10);
        bench.want(WATTS, 500);
        bench.left();
    }

    @Test
    void afterARefusalAStationThatComesBackIsTriedAgainButNotAtOnce() {
        bench.refused(sent(), "1006", false);
        bench.seconds(5);
        bench.online(false);
        bench.seconds(10);
        bench.online(true);
        bench.nothingLeft();
        bench.seconds(44.9);
        bench.nothingLeft();
        bench.seconds(0.1);
        bench.left();
    }

    @Test
    void whatTheCloudCallsOfflineFailsAndLeavesAsSoonAsTheStationIsBack() {
        Effect.Send send = sent();
        bench.online(false);
        bench.failed(send, false);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.FAILED);
        bench.seconds(20);
        bench.nothingLeft();
        bench.online(true);
        bench.left();
    }

    @Test
    void anAnswerThatTheStationIsAwayIsNoRefusalOfTheStation() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.online(false);
        bench.away(send);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.FAILED);
        bench.seconds(20);
        bench.online(true);
        bench.left();
    }

    @Test
    void aCodeThatPassesIsTriedOnceMore() {
        Effect.Send first = sent();
        bench.refused(first, "8521", true);
        bench.seconds(1);
        Effect.Send second = bench.left();
        assertThat(second.command().id()).isEqualTo(first.command().id());
        assertThat(second.messageId()).isNotEqualTo(first.messageId());
        bench.refused(second, "8521", true);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.REFUSED);
        bench.pass(Duration.ofMinutes(14));
        bench.nothingLeft();
    }

    @Test
    void anAnswerOfNotDoneIsARefusal() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.replied(send, false);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.REFUSED);
        assertThat(bench.lastEnd().detail()).isEqualTo("the station answered ack 1: not applied");
    }

    @Test
    void aLyingAcknowledgementEndsUnconfirmed() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        Effect.Send send = sent();
        long id = send.command().id();
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.accepted(send);
            bench.acknowledged(send);
            bench.seconds(5);
            bench.shows(WATTS, 200);
            assertThat(bench.steps(id).getLast()).isEqualTo(Step.MISMATCH);
            bench.seconds(25);
            if (attempt < 3) {
                assertThat(bench.steps(id).getLast()).isEqualTo(Step.RETRY);
                bench.seconds(4);
                send = bench.left();
            }
        }
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
        assertThat(bench.lastEnd().detail())
                .isEqualTo("acknowledged by the station, but it does not show ac-charging.watts = 400 W after 3 tries");
        assertThat(bench.entries(LedgerEntry.ExternalChange.class)).isEmpty();
        bench.pass(Duration.ofMinutes(14));
        bench.nothingLeft();
    }

    @Test
    void aLateApplicationWithinTheWaitCounts() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        Effect.Send send = sent();
        bench.accepted(send);
        bench.acknowledged(send);
        bench.seconds(5);
        bench.shows(WATTS, 200);
        bench.seconds(20);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.steps(send.command().id())).contains(Step.MISMATCH);
    }

    @Test
    void anApplicationAfterTheEndIsNoExternalChangeAndNotSentAgain() {
        bench.shows(WATTS, 200);
        bench.seconds(1);
        Effect.Send send = sent();
        for (int attempt = 1; attempt <= 3; attempt++) {
            bench.accepted(send);
            bench.seconds(34);
            send = attempt < 3 ? bench.left() : send;
        }
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
        bench.seconds(30);
        bench.shows(WATTS, 400);
        for (int minute = 0; minute < 30; minute++) {
            bench.pass(Duration.ofMinutes(1));
            bench.shows(WATTS, 400);
        }
        bench.nothingLeft();
        assertThat(bench.entries(LedgerEntry.ExternalChange.class)).isEmpty();
    }

    @Test
    void aLateReplyToAnEarlierTryCounts() {
        Effect.Send first = sent();
        bench.failed(first, false);
        bench.seconds(1);
        Effect.Send second = bench.left();
        bench.failed(second, false);
        bench.acknowledged(first);
        bench.seconds(1);
        bench.shows(WATTS, 400);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.CONFIRMED);
        bench.pass(Duration.ofHours(1));
        bench.nothingLeft();
    }

    @Test
    void whatNeverArrivesFailsAfterWaitsThatGrow() {
        Effect.Send dead = sent();
        List<Duration> waits = new ArrayList<>();
        while (bench.underWay(dead)) {
            bench.failed(dead, false);
            Instant failed = bench.now;
            while (bench.underWay(dead) && !leftFor(Bench.SERIAL)) {
                // Another station is well, so that this is no trouble of the account.
                bench.decide(bench.setPoint(Bench.OTHER, WATTS, waits.size() % 2 == 0 ? 300 : 500));
                while (leftFor(Bench.OTHER)) {
                    bench.done(bench.sends.remove());
                }
                bench.seconds(0.25);
            }
            if (bench.underWay(dead)) {
                waits.add(Duration.between(failed, bench.now));
                dead = bench.sends.removeFirst();
            }
        }
        assertThat(waits).hasSize(bench.policy.deliveryTries() - 1);
        assertThat(waits.getFirst()).isLessThan(Duration.ofSeconds(2));
        assertThat(waits.getLast()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(62));
        assertThat(bench.outcome(dead)).isEqualTo(Outcome.FAILED);
        assertThat(bench.entries(LedgerEntry.Noted.class)).isEmpty();
    }

    private boolean leftFor(String serial) {
        Effect.Send first = bench.sends.peekFirst();
        return first != null && first.command().serial().equals(serial);
    }

    @Test
    void aTransportThatSaysNothingCountsAsATryThatDidNotArrive() {
        Effect.Send send = sent();
        bench.seconds(64);
        assertThat(bench.steps(send.command().id()))
                .containsExactly(Step.SENT, Step.FAILED, Step.RETRY, Step.READ_BACK, Step.SENT);
    }

    @Test
    void aStationThatGoesOfflineEndsItsCommandAndGetsItWhenItIsBack() {
        Effect.Send send = sent();
        bench.accepted(send);
        bench.online(false);
        bench.seconds(31);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.UNCONFIRMED);
        bench.pass(Duration.ofHours(3));
        bench.nothingLeft();
        bench.online(true);
        bench.left();
    }
}
