package io.github.joulekeeper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A day of many stations in virtual time with random faults on both transports, then an hour without. Seeds take turns with
 * the ways that commands may go: HTTP with MQTT as fallback, the other way round, and each alone.
 * {@code -Dtest.seeds=1000} runs more seeds, {@code -Dtest.hours=2} shorter ones,
 * {@code -Dtest.first-seed=17 -Dtest.seeds=1} repeats one.
 */
class SoakTest {
    private static final int FIRST = Integer.getInteger("test.first-seed", 1);
    private static final int SEEDS = Integer.getInteger("test.seeds", 20);
    private static final int STATIONS = Integer.getInteger("test.stations", 50);
    private static final int HOURS = Integer.getInteger("test.hours", 24);

    @Test
    void whateverHappensTheInvariantsHold() {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        Map<Way, Integer> sends = new EnumMap<>(Way.class);
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            SoakWorld world = new SoakWorld(seed, STATIONS);
            try {
                world.live(Duration.ofHours(HOURS));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Seed " + seed + ": " + e.getMessage(), e);
            }
            world.invariants.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            world.invariants.sends.forEach((way, count) -> sends.merge(way, count, Integer::sum));
        }
        System.Logger log = System.getLogger(SoakTest.class.getName());
        log.log(System.Logger.Level.INFO, "{0} seeds, {1} sends, {2}", SEEDS, sends, outcomes);
        // With enough seeds every way to end was seen.
        if (SEEDS >= 20) {
            assertThat(outcomes.keySet())
                    .contains(
                            Outcome.CONFIRMED,
                            Outcome.REFUSED,
                            Outcome.UNCONFIRMED,
                            Outcome.FAILED,
                            Outcome.SUPERSEDED,
                            Outcome.BLOCKED);
        }
    }
}
