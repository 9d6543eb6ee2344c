package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all stations of an account share: budget and cool-down. */
class AccountTest {
    private static final String WATTS = "ac-charging.watts";

    private static String serial(int number) {
        return "R331ZTEST%07d".formatted(number);
    }

    private static Bench bench(int stations, int requestsPerMinute) {
        Bench bench = new Bench(DispatchPolicy.DEFAULT.withRequestsPerMinute(requestsPerMinute), Bench.DELTA_2);
        for (int i = 10; i < 10 + stations; i++) {
            DeviceState device = new DeviceState(serial(i), serial(i), Bench.DELTA_2, Duration.ofMinutes(5));
            device.setOnline(true, bench.now);
            bench.state.add(device);
        }
        return bench;
    }

    private static void wantAll(Bench bench, int stations, double value) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 10; i < 10 + stations; i++) {
            decisions.add(bench.setPoint(serial(i), WATTS, value));
        }
        bench.decide(decisions.toArray(Decision[]::new));
    }

    @Test
    void theBudgetHoldsInEveryMinuteAndAllGetTheirTurnInOrder() {
        Bench bench = bench(100, 30);
        wantAll(bench, 100, 400);
        List<Instant> times = new ArrayList<>();
        List<String> order = new ArrayList<>();
        for (int second = 0; second < 600; second++) {
            while (!bench.sends.isEmpty()) {
                Effect.Send send = bench.sends.remove();
                times.add(bench.now);
                order.add(send.command().serial());
                bench.done(send);
            }
            bench.seconds(1);
        }
        assertThat(order).isSorted().doesNotHaveDuplicates().hasSize(100);
        for (Instant from : times) {
            assertThat(times.stream().filter(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(59))))
                    .hasSizeLessThanOrEqualTo(30);
        }
    }

    @Test
    void oneThrottledAnswerPausesAllAndOneProbeEndsIt() {
        Bench bench = bench(5, 1000);
        wantAll(bench, 1, 400);
        bench.failed(bench.left(), true);
        assertThat(bench.entries(LedgerEntry.Noted.class).getLast().detail())
                .isEqualTo("commands over HTTP pause for 5s: HTTP 500");
        wantAll(bench, 5, 500);
        bench.nothingLeft();
        bench.seconds(5);
        Effect.Send probe = bench.left();
        bench.seconds(3);
        bench.nothingLeft();
        bench.accepted(probe);
        assertThat(bench.sends).hasSizeGreaterThanOrEqualTo(3);
        assertThat(bench.entries(LedgerEntry.Noted.class).getLast().detail())
                .isEqualTo("the cloud answers again over HTTP; commands go on");
    }

    @Test
    void anAccountThatAnswers500ForTenMinutesGetsNoMoreThanItsBudgetAndIsBackWithinOneProbe() {
        Bench bench = bench(50, 30);
        Instant begin = bench.now;
        Instant end = begin.plus(Duration.ofMinutes(10));
        List<Instant> requests = new ArrayList<>();
        // The rules change their minds all the time, so that there is always something to send.
        for (int second = 0; bench.now.isBefore(end); second++) {
            wantAll(bench, 50, 400 + 100 * (second / 30 % 2));
            while (!bench.sends.isEmpty()) {
                requests.add(bench.now);
                Effect.Send send = bench.sends.remove();
                bench.failed(send, true);
            }
            bench.seconds(1);
        }
        int readBacks = bench.readBacks.size();
        assertThat(requests.size() + readBacks).as("requests of all kinds").isLessThanOrEqualTo(10 * 30);
        assertThat(requests)
                .filteredOn(at -> at.isAfter(begin.plusSeconds(120)))
                .as("probes, one in a minute")
                .hasSizeBetween(6, 8);
        while (bench.sends.isEmpty()) {
            bench.seconds(1);
        }
        Duration until = Duration.between(end, bench.now);
        assertThat(until).isLessThanOrEqualTo(DispatchPolicy.DEFAULT.probeInterval());
        bench.done(bench.left());
        assertThat(bench.sends)
                .as("all others that the budget lets pass follow at once")
                .isNotEmpty();
        System.getLogger(AccountTest.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "{0} commands and {1} questions in ten minutes of HTTP 500, back {2} s after them",
                        requests.size(),
                        readBacks,
                        until.toSeconds());
    }

    @Test
    void anAccountThatAnswers500ForTenMinutesIsLeftAloneAndBackWithinOneProbe() {
        Bench bench = bench(50, 60);
        wantAll(bench, 50, 400);
        Instant end = bench.now.plus(Duration.ofMinutes(10));
        int during = 0;
        while (bench.now.isBefore(end)) {
            while (!bench.sends.isEmpty()) {
                during++;
                bench.failed(bench.sends.remove(), true);
            }
            bench.seconds(0.5);
        }
        assertThat(during).isBetween(50, 50 + 20);
        assertThat(bench.entries(LedgerEntry.CommandEnded.class)).isEmpty();
        bench.pass(DispatchPolicy.DEFAULT.probeInterval());
        Effect.Send probe = bench.left();
        bench.done(probe);
        int after = 0;
        for (int second = 0; second < 120; second++) {
            while (!bench.sends.isEmpty()) {
                bench.done(bench.sends.remove());
                after++;
            }
            bench.seconds(1);
        }
        assertThat(after).isEqualTo(49);
        assertThat(bench.entries(LedgerEntry.CommandEnded.class))
                .hasSize(50)
                .allMatch(ended -> ended.outcome() == Outcome.CONFIRMED);
    }

    @Test
    void severalFailuresInARowPauseTheAccountToo() {
        Bench bench = bench(5, 1000);
        wantAll(bench, 5, 400);
        for (int i = 0; i < 5; i++) {
            bench.failed(bench.sends.remove(), false);
        }
        assertThat(bench.entries(LedgerEntry.Noted.class)).hasSize(1);
        bench.seconds(4.9);
        bench.nothingLeft();
        bench.seconds(0.1);
        bench.left();
    }

    @Test
    void aCommandThatNeverArrivesIsGivenUpInTheEndAndProbesGoOn() {
        Bench bench = bench(1, 1000);
        wantAll(bench, 1, 400);
        Instant start = bench.now;
        List<Instant> probes = new ArrayList<>();
        while (bench.now.isBefore(start.plus(Duration.ofHours(2)))) {
            while (!bench.sends.isEmpty()) {
                probes.add(bench.now);
                bench.failed(bench.sends.remove(), true);
            }
            bench.seconds(1);
        }
        assertThat(bench.lastEnd().outcome()).isEqualTo(Outcome.FAILED);
        for (int i = 1; i < probes.size(); i++) {
            assertThat(Duration.between(probes.get(i - 1), probes.get(i))).isLessThan(Duration.ofSeconds(130));
        }
        bench.seconds(130);
        assertThat(bench.sends).isNotEmpty();
    }

    @Test
    void oneDeadStationDoesNotDelayTheOthers() {
        Bench bench = bench(20, 1000);
        wantAll(bench, 20, 400);
        Effect.Send dead = bench.sends.remove();
        assertThat(bench.sends).hasSize(19);
        bench.sends.forEach(bench::accepted);
        bench.sends.clear();
        bench.accepted(dead);
        bench.seconds(11);
        wantAll(bench, 20, 500);
        assertThat(bench.sends).hasSize(20);
    }

    @Test
    void whatCannotBeRecordedWaitsAndOnlyTheNewestLeaves() {
        Bench bench = bench(3, 1000);
        bench.take(bench.dispatcher.hold(true, bench.now));
        bench.take(bench.dispatcher.hold(true, bench.now));
        wantAll(bench, 3, 400);
        bench.seconds(3600);
        wantAll(bench, 3, 500);
        bench.nothingLeft();
        assertThat(bench.dispatcher.nextWake()).isEmpty();
        bench.take(bench.dispatcher.hold(false, bench.now));
        assertThat(bench.sends)
                .hasSize(3)
                .allMatch(send -> send.command().payload().params().containsValue(500L));
        assertThat(bench.entries(LedgerEntry.Noted.class))
                .extracting(LedgerEntry.Noted::detail)
                .containsExactly(
                        "commands pause: the ledger cannot be written",
                        "the ledger can be written again; commands go on");
    }
}
