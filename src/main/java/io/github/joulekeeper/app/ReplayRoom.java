package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.engine.EngineSettings;
import io.github.joulekeeper.recording.RecordedEvent;
import io.github.joulekeeper.recording.Recordings;
import io.github.joulekeeper.replay.Comparison;
import io.github.joulekeeper.replay.Replayed;
import io.github.joulekeeper.replay.Simulation;
import io.github.joulekeeper.rule.RuleSet;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Replays recordings beside the running service: one at a time, on a thread of its own, and not for ever. */
@Singleton
public class ReplayRoom {
    /** The names of recordings; nothing else is opened. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.(jsonl|jsonl\\.gz|json)");

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Service service;
    private final Catalog catalog;
    private final JoulekeeperConfig config;
    private final InstantSource clock;
    private final AtomicBoolean taken = new AtomicBoolean();

    ReplayRoom(Service service, Catalog catalog, JoulekeeperConfig config, InstantSource clock) {
        this.service = service;
        this.catalog = catalog;
        this.config = config;
        this.clock = clock;
    }

    /** A replay could not be done; the message says why. */
    public static final class NoReplayException extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean busy;

        NoReplayException(String message, boolean busy) {
            super(message);
            this.busy = busy;
        }

        /** Whether another runs at present. */
        public boolean busy() {
            return busy;
        }
    }

    /** What came of it. */
    public record Outcome(Replayed replayed, Comparison.@Nullable Outcome compared, int skippedLines, ZoneId zone) {}

    /** The names of the recordings in the data directory, the newest name first. */
    public List<String> recordings() {
        Path folder = service.parts().data().recordings();
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted(java.util.Comparator.reverseOrder())
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** The recording of the data directory with this name, if there is one. */
    public Optional<Path> recording(String name) {
        return NAME.matcher(name).matches()
                ? Optional.of(service.parts().data().recordings().resolve(name)).filter(Files::isRegularFile)
                : Optional.empty();
    }

    /**
     * Replays a recording. Waits for it, so it is not for event loops.
     *
     * @param others other rules to compare with
     * @param zone the zone of times in rules; the recording's if empty, else the configured one
     * @throws NoReplayException if another replay runs, it takes too long, or there is nothing in the recording
     */
    public Outcome replay(Path recording, RuleSet rules, Optional<RuleSet> others, Optional<ZoneId> zone)
            throws NoReplayException {
        if (!taken.compareAndSet(false, true)) {
            throw new NoReplayException("Another replay runs. Try again when it is done", true);
        }
        FutureTask<Outcome> task = new FutureTask<>(() -> run(recording, rules, others, zone));
        Thread thread = Thread.ofPlatform()
                .name("replay")
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .start(() -> {
                    try {
                        task.run();
                    } finally {
                        taken.set(false);
                    }
                });
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case NoReplayException known -> throw known;
                case IOException unreadable ->
                    throw new NoReplayException("The recording cannot be read: " + unreadable.getMessage(), false);
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Outcome run(Path recording, RuleSet rules, Optional<RuleSet> others, Optional<ZoneId> zone)
            throws IOException, NoReplayException {
        Instant start = clock.instant();
        AtomicInteger skipped = new AtomicInteger();
        try (Recordings events =
                Recordings.open(List.of(recording), catalog, start, problem -> skipped.incrementAndGet())) {
            RecordedEvent first = events.peek();
            if (first == null) {
                throw new NoReplayException(
                        "There is nothing to replay: no line of the recording tells of anything (%d lines cannot be used)"
                                .formatted(skipped.get()),
                        false);
            }
            ZoneId where = zone.or(() -> first instanceof RecordedEvent.Began began ? began.zone() : Optional.empty())
                    .orElseGet(() -> Places.zone(config));
            EngineSettings settings =
                    new EngineSettings(where, Places.place(config), Flapping.policy(config.flapping()));
            Simulation simulation = new Simulation(rules, settings);
            if (others.isEmpty()) {
                for (RecordedEvent event = events.next(); event != null; event = events.next()) {
                    simulation.accept(event);
                    checkTime(start);
                }
                return new Outcome(simulation.finish(), null, skipped.get(), where);
            }
            Comparison comparison = new Comparison(simulation, new Simulation(others.get(), settings));
            for (RecordedEvent event = events.next(); event != null; event = events.next()) {
                comparison.accept(event);
                checkTime(start);
            }
            Comparison.Outcome outcome = comparison.finish();
            return new Outcome(outcome.first(), outcome, skipped.get(), where);
        }
    }

    private void checkTime(Instant start) throws NoReplayException {
        if (Duration.between(start, clock.instant()).compareTo(LONGEST) > 0) {
            throw new NoReplayException(
                    "The replay takes longer than %d s. Replay less at a time, or use joulekeeper replay on the command line"
                            .formatted(LONGEST.toSeconds()),
                    false);
        }
    }
}
