package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Truth;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Looks ahead to where the clock and the calendar alone turn a condition, or the parts of it that depend on nothing else. */
final class Foresight {
    private static final long FARTHEST = Duration.ofDays(8).toMillis();
    private static final int MOST_STEPS = 300;

    private final Evaluation e;

    /** @param evaluation one that has begun, for an explanation */
    Foresight(Evaluation evaluation) {
        this.e = evaluation;
    }

    /** The next turn of a condition by time alone, empty if it has no such part or none turns within eight days. */
    Optional<Explanation.Turn> next(ConditionNode condition) {
        List<ConditionNode> clocks = byTheClock(condition)
                ? List.of(condition)
                : condition.parts().stream()
                        .filter(part -> condition instanceof ConditionNodes.Junction)
                        .filter(Foresight::byTheClock)
                        .toList();
        if (clocks.isEmpty()) {
            return Optional.empty();
        }
        boolean any = condition instanceof ConditionNodes.Junction junction && junction.isOr();
        long now = e.now();
        try {
            return turn(clocks, any, now + FARTHEST);
        } finally {
            e.moment().set(now);
            e.clearWake();
        }
    }

    private static boolean byTheClock(ConditionNode condition) {
        return condition.calendarOnly() || condition instanceof Remembering.Cron;
    }

    private Optional<Explanation.Turn> turn(List<ConditionNode> clocks, boolean any, long farthest) {
        e.clearWake();
        Truth present = together(clocks, any);
        for (int step = 0; step < MOST_STEPS && e.wake() <= farthest; step++) {
            e.moment().set(e.wake());
            e.clearWake();
            Truth then = together(clocks, any);
            if (then != present) {
                String text =
                        clocks.stream().map(ConditionNode::text).collect(Collectors.joining(any ? " or " : " and "));
                return Optional.of(new Explanation.Turn(Instant.ofEpochMilli(e.now()), text, then));
            }
        }
        return Optional.empty();
    }

    private Truth together(List<ConditionNode> clocks, boolean any) {
        // No short circuit: each part must say when it wants to be looked at again.
        List<Truth> values = clocks.stream().map(clock -> clock.truth(e)).toList();
        Truth deciding = Truth.of(any);
        return values.contains(deciding)
                ? deciding
                : values.contains(Truth.UNKNOWN) ? Truth.UNKNOWN : deciding.negate();
    }
}
