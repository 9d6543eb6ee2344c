package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One station that never answers, among 100: how long the others' commands wait for something else than themselves, in virtual
 * time, so that the figures are the same on every machine. An hour in which all stations change at once now and then, so
 * that the account's budget is short and commands queue.
 */
class SilentStationTest {
    private static final String WATTS = "ac-charging.watts";
    private static final int STATIONS = 100;
    private static final int BUDGET = 100;

    /** How a station that never answers shows itself. */
    private enum Silence {
        NONE,
        /** The cloud takes its commands; the station neither answers nor shows anything. */
        OF_THE_STATION,
        /** Nobody says what became of its commands: they time out. */
        OF_THE_CLOUD
    }

    private static String serial(int number) {
        return "R331ZTEST%07d".formatted(number + 10);
    }

    private static List<Duration> waits(long seed, Silence silence) {
        Bench bench = new Bench(DispatchPolicy.DEFAULT.withRequestsPerMinute(BUDGET), Bench.DELTA_2);
        for (int i = 0; i < STATIONS; i++) {
            DeviceState device = new DeviceState(serial(i), serial(i), Bench.DELTA_2, Duration.ofMinutes(5));
            device.setOnline(true, bench.now);
            bench.state.add(device);
        }
        Random random = new Random(seed);
        Map<Integer, Integer> turns = new HashMap<>();
        Map<String, Instant> wanted = new HashMap<>();
        List<Duration> waits = new ArrayList<>();
        Instant end = bench.now.plus(Duration.ofHours(1));
        for (int second = 0; bench.now.isBefore(end); second++) {
            List<Integer> changed = second % 300 == 0
                    ? IntStream.range(0, STATIONS).boxed().toList()
                    : IntStream.range(0, STATIONS)
                            .filter(i -> random.nextInt(120) == 0)
                            .boxed()
                            .toList();
            changed.forEach(i -> {
                // Always another value than the last.
                int turn = turns.merge(i, 1, Integer::sum);
                bench.decide(bench.setPoint(serial(i), WATTS, 200 + 100 * (turn % 10)));
                wanted.putIfAbsent(serial(i), bench.now);
            });
            // The bench looks through all of it at each command.
            bench.ledger.clear();
            for (int tenth = 0; tenth < 10; tenth++) {
                List<Effect.Send> left = List.copyOf(bench.sends);
                bench.sends.clear();
                left.forEach(send -> answer(bench, send, silence, wanted, waits));
                bench.seconds(0.1);
            }
        }
        Collections.sort(waits);
        return waits;
    }

    private static void answer(
            Bench bench, Effect.Send send, Silence silence, Map<String, Instant> wanted, List<Duration> waits) {
        boolean silent = send.command().serial().equals(serial(0));
        Instant since = wanted.remove(send.command().serial());
        if (!silent) {
            if (since != null) {
                waits.add(Duration.between(since, bench.now));
            }
            bench.accepted(send);
            bench.acknowledged(send);
            bench.report(
                    send.command().serial(),
                    Report.Source.PUSHED,
                    send.command().payload().setPoints());
        } else if (silence == Silence.OF_THE_CLOUD) {
            bench.deliver(send, new Delivery.Failed("no answer within 10 s", false));
        } else if (silence == Silence.OF_THE_STATION) {
            bench.accepted(send);
        } else {
            bench.accepted(send);
            bench.acknowledged(send);
            bench.report(
                    send.command().serial(),
                    Report.Source.PUSHED,
                    send.command().payload().setPoints());
        }
    }

    private static double seconds(List<Duration> waits, double share) {
        return waits.get((int) Math.ceil(share * waits.size()) - 1).toMillis() / 1000.0;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theOthersWaitNoLongerForIt(long seed) {
        double without = seconds(waits(seed, Silence.NONE), 0.99);
        assertThat(without)
                .as("the budget is short, so that there is something to wait for")
                .isPositive();
        for (Silence silence : List.of(Silence.OF_THE_STATION, Silence.OF_THE_CLOUD)) {
            List<Duration> waits = waits(seed, silence);
            double with = seconds(waits, 0.99);
            System.getLogger(SilentStationTest.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "seed {0}, silence {1}: {2} commands of the 99 others, p50 {3} s, p99 {4} s; {5} s without",
                            seed,
                            silence,
                            waits.size(),
                            seconds(waits, 0.5),
                            with,
                            without);
            assertThat(with).isBetween(0.8 * without, 1.2 * without);
        }
    }
}
