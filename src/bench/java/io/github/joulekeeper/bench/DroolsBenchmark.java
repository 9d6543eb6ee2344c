package io.github.joulekeeper.bench;

import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;
import org.kie.internal.utils.KieHelper;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The 100 rules of {@link EvaluationBenchmark} (those without {@code mixed}) as DRL, on the same values: one fact, whose
 * property changes with each report. Drools does less here: it keeps no times, so nothing can grow stale, and it knows
 * no third value.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 6, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DroolsBenchmark {
    @Param({"1", "10", "100"})
    int affected;

    @Param({"WITHIN", "DRIFT", "ACROSS"})
    Moves moves;

    private KieSession session;
    private FactHandle handle;
    private StationFact station;
    private double[] values;
    private int next;

    @Setup
    public void setUp() {
        String header = "package bench; import %s;\n".formatted(StationFact.class.getName());
        String rules = IntStream.range(0, 100)
                .mapToObj(i -> "rule \"r-%d\" when StationFact(%s < %d, outputWatts > 2500) then end\n"
                        .formatted(i, i < affected ? "soc" : "other" + i % 4, BenchRules.bound(i)))
                .collect(Collectors.joining("", header, ""));
        session = new KieHelper().addContent(rules, ResourceType.DRL).build().newKieSession();
        station = new StationFact();
        values = moves.socs();
        handle = session.insert(station);
        session.fireAllRules();
    }

    @Benchmark
    public int soc() {
        int i = next + 1;
        next = i < values.length ? i : 0;
        station.setSoc(values[next]);
        session.update(handle, station, "soc");
        return session.fireAllRules();
    }

    @TearDown
    public void tearDown() {
        session.dispose();
    }
}
