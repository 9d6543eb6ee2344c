package io.github.joulekeeper.bench;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.Engine;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.StateModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** 10,000 rules from files into an engine with one station: all of them, and one file that changed. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx2g")
public class LoadBenchmark {
    private static final int RULES = 10_000;
    private static final Instant NOW = Instant.parse("2026-06-15T10:00:00Z");

    /** Rule files and an engine. */
    @State(Scope.Thread)
    public static class Rules {
        @Param({"1000", "1"})
        int files;

        private Path folder;
        private HeldRules held;
        private Engine engine;
        private int edits;

        @Setup
        public void write() throws IOException {
            folder = Files.createTempDirectory("rules");
            for (int file = 0; file < files; file++) {
                write(file, 0);
            }
            restart();
        }

        private void write(int file, int edit) throws IOException {
            int each = RULES / files;
            StringBuilder yaml = new StringBuilder("rules:\n");
            for (int i = file * each; i < (file + 1) * each; i++) {
                // One file of 10,000 rules must stay below the largest size of a file.
                String text = files == 1
                        ? "- {id: r-%d, when: soc < %d and pd.carTemp > 10, set: {ac-charging.watts: %d}}\n"
                        : """
                          - id: rule-%d
                            description: Charge slowly from the wall while the night rate holds
                            when:
                              all:
                                - soc < %d%% for 2m
                                - time in 23:30..05:30
                                - output-watts + ac-input-watts > 1.5 kW
                            set: {ac-charging.watts: %d}
                            otherwise: restore
                            min-active: 10m
                          """;
                int changing = i == file * each ? edit : 0;
                yaml.append(text.formatted(i, 10 + (i + changing) % 80, 400));
            }
            Path path = folder.resolve("rules-%04d.yaml".formatted(file));
            Files.writeString(path, yaml);
            Files.setLastModifiedTime(path, FileTime.from(NOW.plusSeconds(edit)));
        }

        @TearDown
        public void delete() throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }

        void restart() {
            held = new HeldRules(folder, Fleet.CATALOG);
            StateModel state = new StateModel();
            state.add(new DeviceState(Fleet.serial(0), "garage", Fleet.MODEL, Duration.ofMinutes(5)));
            engine = new Engine(EngineSettings.in(ZoneId.of("Europe/Berlin")), state, new ModelBinder());
        }

        List<Decision> load() {
            HeldRules.Reload reload = held.load();
            if (reload.hasErrors() || reload.plan().after().rules().size() != RULES) {
                throw new IllegalStateException(reload.issues().toString());
            }
            return engine.load(reload.plan().after(), NOW);
        }
    }

    /** As at the start of the process: nothing is warm. */
    @Benchmark
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public List<Decision> loadCold(Rules rules) {
        return rules.load();
    }

    /** As when all files are replaced in a process that runs. */
    @Benchmark
    @Warmup(iterations = 5)
    @Measurement(iterations = 5)
    public List<Decision> loadWarm(Rules rules) {
        rules.restart();
        return rules.load();
    }

    /** Rules in force of which one file is changed before each call. */
    @State(Scope.Thread)
    public static class Edited {
        // JMH hands the same state to benchmark and set-up only through a field.
        private Rules rules;

        @Setup(Level.Iteration)
        public void edit(Rules given) throws IOException {
            rules = given;
            if (rules.edits++ == 0) {
                rules.load();
            }
            rules.write(0, rules.edits);
            if (rules.held.poll().isPresent()) {
                throw new IllegalStateException("A change counts only once it was seen twice");
            }
        }
    }

    /** The look that finds a change settled, reads it and puts it in force. */
    @Benchmark
    @Warmup(iterations = 5)
    @Measurement(iterations = 10)
    public List<Decision> reloadOneFile(Edited edited) {
        HeldRules.Reload reload = edited.rules.held.poll().orElseThrow();
        if (reload.hasErrors() || reload.plan().operations().size() != 1) {
            throw new IllegalStateException(reload.plan().operations().size() + " changes");
        }
        return edited.rules.engine.load(reload.plan().after(), NOW);
    }

    /** Rules in force that nobody changes. */
    @State(Scope.Thread)
    public static class Unchanged {
        private Rules rules;

        @Setup
        public void load(Rules given) {
            rules = given;
            rules.load();
        }
    }

    /** The look each half second that finds nothing new. */
    @Benchmark
    @Warmup(iterations = 20)
    @Measurement(iterations = 50)
    @Fork(1)
    public Optional<HeldRules.Reload> lookAtUnchangedFiles(Unchanged unchanged) {
        return unchanged.rules.held.poll();
    }
}
