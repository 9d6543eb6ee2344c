package io.github.joulekeeper.bench;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.state.Report;
import java.util.Arrays;
import java.util.List;
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

/** Reports applied and evaluated, one station with 100 rules. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EvaluationBenchmark {
    /** How many of the 100 rules read the SoC. */
    @Param({"1", "10", "100"})
    int affected;

    @Param({"WITHIN", "DRIFT", "ACROSS"})
    Moves moves;

    /** Whether some rules have more than comparisons. */
    @Param({"false", "true"})
    boolean mixed;

    private Fleet fleet;
    private Report[] small;
    private Report[] whole;
    private int next;

    @Setup
    public void setUp() {
        fleet = new Fleet(1, BenchRules.rules(100, affected, mixed));
        small = Arrays.stream(moves.socs()).mapToObj(soc -> Fleet.soc(0, soc)).toArray(Report[]::new);
        whole = Arrays.stream(moves.socs())
                .mapToObj(soc -> Fleet.pdStatus(0, soc))
                .toArray(Report[]::new);
    }

    /** A report that brings the SoC alone. */
    @Benchmark
    public List<Decision> soc() {
        return fleet.take(next(small));
    }

    /** A whole pdStatus, of which the SoC changes and no rule reads the rest. */
    @Benchmark
    public List<Decision> pdStatus() {
        return fleet.take(next(whole));
    }

    private Report next(Report[] reports) {
        int i = next + 1;
        next = i < reports.length ? i : 0;
        return reports[next];
    }
}
