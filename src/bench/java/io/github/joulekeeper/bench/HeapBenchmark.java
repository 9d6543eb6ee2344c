package io.github.joulekeeper.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The heap that a station takes: the difference between 1,000 and 3,000 of them, each of which reported all its quotas. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1) // JMH adds the counters of several up
@Fork(
        value = 1,
        // The last option leaves no dead objects between those that live, which the collector else does to save time.
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC", "-XX:MarkSweepAlwaysCompactCount=1"})
public class HeapBenchmark {
    private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

    /** The figure itself. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Bytes {
        public long bytesOfAStation;

        @Setup(Level.Iteration)
        public void reset() {
            bytesOfAStation = 0;
        }
    }

    @State(Scope.Thread)
    public static class Of {
        @Param({"10", "100"})
        int rules;
    }

    @Benchmark
    public void station(Of of, Bytes bytes) {
        long small = heap(1000, of.rules);
        bytes.bytesOfAStation = (heap(3000, of.rules) - small) / 2000;
    }

    private static long heap(int stations, int rules) {
        Fleet fleet = new Fleet(stations, BenchRules.rules(rules, rules / 2, true));
        MEMORY.gc();
        long used = MEMORY.getHeapMemoryUsage().getUsed();
        java.lang.ref.Reference.reachabilityFence(fleet);
        return used;
    }
}
