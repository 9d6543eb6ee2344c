package io.github.joulekeeper.bench;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.state.Report;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a report costs as rules and stations grow; 10 rules read what it brings. Stations report in a random order. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class ScaleBenchmark {
    private static final int AFFECTED = 10;

    /** Stations whose reports go round and round. */
    static final class Round {
        private final Fleet fleet;
        private final Report[] reports;
        private int next;

        Round(int stations, int rules, Moves moves) {
            RuleSet set = BenchRules.rules(rules, AFFECTED, true);
            fleet = new Fleet(stations, set);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < stations; i++) {
                order.add(i);
            }
            Collections.shuffle(order, new Random(1));
            double[] values = moves.socs();
            // Reports are made anew in the service; here a station's are few, so that not they fill the caches.
            int rounds = stations == 1 ? values.length : 2;
            List<Report> all = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                for (int station : order) {
                    all.add(Fleet.soc(station, values[(round + (stations == 1 ? 0 : station)) % values.length]));
                }
            }
            reports = all.toArray(Report[]::new);
        }

        List<Decision> takeNext() {
            int i = next + 1;
            next = i < reports.length ? i : 0;
            return fleet.take(reports[next]);
        }
    }

    @State(Scope.Thread)
    public static class OfRules {
        @Param({"10", "100", "1000", "10000"})
        int rules;

        @Param({"DRIFT", "ACROSS"})
        Moves moves;

        private Round round;

        @Setup
        public void setUp() {
            round = new Round(1, rules, moves);
        }
    }

    @State(Scope.Thread)
    public static class OfStations {
        @Param({"1", "10", "100", "1000", "10000"})
        int stations;

        @Param({"DRIFT", "ACROSS"})
        Moves moves;

        private Round round;

        @Setup
        public void setUp() {
            round = new Round(stations, AFFECTED, moves);
        }
    }

    @Benchmark
    public List<Decision> rules(OfRules state) {
        return state.round.takeNext();
    }

    @Benchmark
    public List<Decision> stations(OfStations state) {
        return state.round.takeNext();
    }
}
