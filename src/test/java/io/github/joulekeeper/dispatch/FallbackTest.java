package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that go another way while the first cannot deliver them, and a broker that goes down with what it took. */
class FallbackTest {
    private static final String WATTS = "ac-charging.watts";

    private final Bench bench = bench(Routes.of(Way.HTTP, Way.MQTT));

    private static Bench bench(Routes routes) {
        Bench bench = new Bench(DispatchPolicy.DEFAULT, routes, Bench.DELTA_2);
        bench.mqtt(true);
        return bench;
    }

    private static Delivery timeOut() {
        return new Delivery.Failed("no answer within 10 s", false, true);
    }

    private static List<String> notes(Bench bench) {
        return bench.entries(LedgerEntry.Noted.class).stream()
                .map(LedgerEntry.Noted::detail)
                .toList();
    }

    @Test
    void theFallbackMustBeAnotherWay() {
        assertThatThrownBy(() -> Routes.of(Way.MQTT, Way.MQTT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MQTT");
    }

    @Test
    void aCommandThatDidNotArriveGoesTheOtherWayNext() {
        bench.want(WATTS, 400);
        Effect.Send first = bench.left();
        assertThat(first.way()).isEqualTo(Way.HTTP);
        bench.failed(first, false);
        bench.seconds(1);
        Effect.Send second = bench.left();
        assertThat(second.way()).isEqualTo(Way.MQTT);
        assertThat(second.command()).isEqualTo(first.command());
        bench.done(second);
        assertThat(bench.outcome(first)).isEqualTo(Outcome.CONFIRMED);
        assertThat(bench.stepsOf(first.command().id()))
                .filteredOn(step -> step.step() == Step.SENT)
                .extracting(LedgerEntry.CommandStep::detail)
                .containsExactly(
                        "over HTTP, try 1, message " + first.messageId(),
                        "over MQTT, try 2, message " + second.messageId());
        assertThat(notes(bench)).containsExactly("commands go over MQTT instead of HTTP");
    }

    @Test
    void theNextCommandGoesTheFirstWayAgain() {
        aCommandThatDidNotArriveGoesTheOtherWayNext();
        bench.seconds(10);
        bench.want(WATTS, 600);
        assertThat(bench.left().way()).isEqualTo(Way.HTTP);
        assertThat(notes(bench)).endsWith("commands go over HTTP again");
    }

    @Test
    void aThrottledAccountIsLeftAloneWhileCommandsGoOverMqtt() {
        bench.want(WATTS, 400);
        bench.failed(bench.left(), true);
        bench.decide(bench.setPoint(Bench.OTHER, WATTS, 500));
        Effect.Send other = bench.left();
        assertThat(other.way()).isEqualTo(Way.MQTT);
        bench.done(other);
        bench.seconds(3);
        Effect.Send again = bench.left();
        assertThat(again.way()).isEqualTo(Way.MQTT);
        bench.done(again);
        bench.seconds(60);
        bench.want(WATTS, 700);
        Effect.Send probe = bench.left();
        assertThat(probe.way()).as("one probe goes the first way").isEqualTo(Way.HTTP);
        bench.decide(bench.setPoint(Bench.OTHER, WATTS, 800));
        assertThat(bench.left().way()).as("the others do not wait for it").isEqualTo(Way.MQTT);
        bench.done(probe);
        assertThat(notes(bench)).contains("the cloud answers again over HTTP; commands go on");
        bench.seconds(11);
        bench.want(WATTS, 300);
        assertThat(bench.left().way()).isEqualTo(Way.HTTP);
    }

    @Test
    void aTryThatMayHaveArrivedIsNotRepeatedBeforeTheStationWasAsked() {
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.seconds(10);
        bench.deliver(send, timeOut());
        assertThat(bench.readBacks).hasSize(1);
        bench.seconds(0.5);
        bench.shows(Bench.SERIAL, WATTS, 400, Report.Source.FETCHED);
        assertThat(bench.outcome(send)).isEqualTo(Outcome.CONFIRMED);
        bench.seconds(3600);
        bench.nothingLeft();
    }

    @Test
    void neverAreTwoTriesUnderWayAtOnce() {
        bench.want(WATTS, 400);
        Effect.Send send = bench.left();
        bench.mqtt(false);
        bench.mqtt(true);
        bench.seconds(59);
        bench.nothingLeft();
        bench.deliver(send, timeOut());
        bench.seconds(1.9);
        bench.nothingLeft();
        bench.seconds(0.2);
        assertThat(bench.left().way()).isEqualTo(Way.MQTT);
    }

    @Test
    void aLateFirstCopyIsUndoneWhenSomethingNewerWasSet() {
        bench.want(WATTS, 400);
        Effect.Send late = bench.left();
        bench.deliver(late, timeOut());
        bench.seconds(2.1);
        bench.done(bench.left());
        bench.seconds(10);
        bench.want(WATTS, 800);
        bench.done(bench.left());
        bench.seconds(20);
        bench.shows(WATTS, 400);
        assertThat(bench.entries(LedgerEntry.ExternalChange.class)).isEmpty();
        Effect.Send again = bench.left();
        assertThat(Bench.params(again)).contains(800L);
    }

    @Test
    void withoutAConnectionEverythingGoesOverTheFallback() {
        Bench mqtt = bench(Routes.of(Way.MQTT, Way.HTTP));
        mqtt.mqtt(false);
        mqtt.want(WATTS, 400);
        Effect.Send send = mqtt.left();
        assertThat(send.way()).isEqualTo(Way.HTTP);
        mqtt.done(send);
        mqtt.mqtt(true);
        mqtt.seconds(10);
        mqtt.want(WATTS, 600);
        assertThat(mqtt.left().way()).isEqualTo(Way.MQTT);
    }

    @Test
    void withoutAConnectionAndWithoutAFallbackCommandsWaitForIt() {
        Bench mqtt = bench(Routes.only(Way.MQTT));
        mqtt.mqtt(false);
        mqtt.want(WATTS, 400);
        mqtt.pass(Duration.ofHours(2));
        mqtt.nothingLeft();
        mqtt.mqtt(true);
        mqtt.done(mqtt.left());
    }

    @Test
    void whatTheBrokerTookAndLostIsSentAgainAsSoonAsTheStationShowsThatItHasIt() {
        Bench mqtt = bench(Routes.of(Way.MQTT, Way.HTTP));
        mqtt.want(WATTS, 400);
        Effect.Send lost = mqtt.left();
        mqtt.accepted(lost);
        mqtt.seconds(0.1);
        mqtt.mqtt(false);
        mqtt.seconds(2);
        assertThat(mqtt.readBacks)
                .containsExactly(new Effect.ReadBack(Bench.SERIAL, List.of("mppt.cfgChgWatts"), Way.HTTP));
        mqtt.shows(Bench.SERIAL, WATTS, 200, Report.Source.FETCHED);
        mqtt.seconds(8);
        Effect.Send again = mqtt.left();
        assertThat(again.way()).isEqualTo(Way.HTTP);
        assertThat(Duration.between(
                        mqtt.entries(LedgerEntry.CommandOpened.class).getFirst().at(), mqtt.now))
                .as("no sooner than the shortest time between two sends")
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
        mqtt.done(again);
        assertThat(mqtt.outcome(lost)).isEqualTo(Outcome.CONFIRMED);
    }

    @Test
    void aStationThatAnsweredBeforeTheConnectionWasLostIsNotBotheredAgain() {
        Bench mqtt = bench(Routes.of(Way.MQTT, Way.HTTP));
        mqtt.want(WATTS, 400);
        Effect.Send send = mqtt.left();
        mqtt.accepted(send);
        mqtt.acknowledged(send);
        mqtt.mqtt(false);
        mqtt.seconds(2);
        mqtt.shows(Bench.SERIAL, WATTS, 200, Report.Source.FETCHED);
        mqtt.seconds(20);
        mqtt.nothingLeft();
    }

    @Test
    void aCoolDownIsRememberedOverARestart() {
        Bench http = bench(Routes.only(Way.HTTP));
        http.want(WATTS, 400);
        for (int probes = 0; probes < 6; probes++) {
            http.failed(http.left(), true);
            while (http.sends.isEmpty()) {
                http.seconds(1);
            }
        }
        http.failed(http.left(), true);
        http.seconds(20);
        for (int restart = 0; restart < 10; restart++) {
            http.restart();
            http.want(WATTS, 400);
            http.seconds(3);
            http.nothingLeft();
        }
        http.seconds(60);
        http.done(http.left());
        assertThat(http.remembered).isEmpty();
    }

    @Test
    void theBudgetIsRememberedOverARestart() {
        Bench http = new Bench(DispatchPolicy.DEFAULT.withRequestsPerMinute(4), Bench.DELTA_2);
        for (int i = 0; i < 4; i++) {
            http.decide(http.setPoint(i % 2 == 0 ? Bench.SERIAL : Bench.OTHER, WATTS, 300 + 100 * i));
            http.done(http.left());
            http.seconds(6);
        }
        http.restart();
        http.want("beeper.silent", 1);
        http.seconds(30);
        http.nothingLeft();
        http.seconds(6);
        http.left();
    }
}
