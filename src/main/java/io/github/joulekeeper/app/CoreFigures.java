package io.github.joulekeeper.app;

import io.github.joulekeeper.dispatch.Mode;
import io.github.joulekeeper.engine.RulePhase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** Figures that only the core knows. It is asked for all of them at once, and once a second at most. */
final class CoreFigures {
    private static final Logger LOG = Logger.getLogger(CoreFigures.class);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    private static final long LONGEST_SECONDS = 2;

    private final Core core;
    private final InstantSource clock;
    private Figures figures = new Figures(Map.of(), false, Mode.OBSERVE);
    private Instant askedAt = Instant.MIN;

    private record Figures(Map<RulePhase, Integer> rules, boolean paused, Mode mode) {}

    CoreFigures(Core core, InstantSource clock) {
        this.core = core;
        this.clock = clock;
    }

    /** How many rules are in this phase, counted on each station. */
    int rules(RulePhase phase) {
        return newest().rules().getOrDefault(phase, 0);
    }

    /** Whether commands wait because the cloud turned some away. */
    boolean paused() {
        return newest().paused();
    }

    Mode mode() {
        return newest().mode();
    }

    private synchronized Figures newest() {
        if (askedAt.equals(Instant.MIN) || !clock.instant().isBefore(askedAt.plus(GOOD_FOR))) {
            try {
                figures = core.ask(running -> new Figures(running.engine().phases(), running.paused(), running.mode()))
                        .get(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("The core did not answer in time; the figures of before are told", e);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            askedAt = clock.instant();
        }
        return figures;
    }
}
