package io.github.joulekeeper.app;

import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.CommandEnded;
import io.github.joulekeeper.ledger.LedgerEntry.CommandOpened;
import io.github.joulekeeper.ledger.LedgerEntry.CommandStep;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows each command from the reading that caused it to its end, by what the ledger stores of it. Commands of an earlier
 * run, of which only the end is seen, are left out.
 */
final class CommandFollower implements CoreListener {
    private static final int READINGS_KEPT = 4096;

    private final List<Hearer> hearers;
    private final InstantSource clock;

    // These belong to the core's thread, but for the map, which the ledger's reads.
    private final Map<Instant, Instant> readingOfDecision = new ConcurrentHashMap<>();
    private final Deque<Instant> decisions = new ArrayDeque<>();
    private @Nullable Instant reportedNow;
    private Instant readAt = Instant.MIN;

    // Guarded by itself.
    private final Map<Long, Course> courses = new HashMap<>();

    /** Hears of commands, on the ledger's thread: it must take note and return. */
    interface Hearer {
        /** A command leaves for the first time. */
        default void left(Course course, Instant now) {}

        /** A command ended. */
        default void ended(Course course, CommandEnded end) {}
    }

    /**
     * What is known of a command.
     *
     * @param readAt when the report came that made a rule want it; empty where a person or the time did, or where the
     *     command had to wait first
     * @param opened its decision
     * @param steps what happened since, in order
     */
    record Course(Optional<Instant> readAt, CommandOpened opened, List<CommandStep> steps) {
        /** When it began: with the reading, else with the decision. */
        Instant began() {
            return readAt.orElse(opened.at());
        }
    }

    CommandFollower(List<Hearer> hearers, InstantSource clock) {
        this.hearers = List.copyOf(hearers);
        this.clock = clock;
    }

    @Override
    public void reported(DeviceState device, Report report, Instant now) {
        reportedNow = now;
        readAt = report.at();
    }

    @Override
    public void decided(List<Decision> made, Instant now) {
        if (!now.equals(reportedNow)) {
            return;
        }
        for (Decision decision : made) {
            if (decision instanceof Decision.SetPointChanged) {
                readingOfDecision.put(now, readAt);
                decisions.addLast(now);
                if (decisions.size() > READINGS_KEPT) {
                    readingOfDecision.remove(decisions.removeFirst());
                }
                return;
            }
        }
    }

    @Override
    public void recorded(List<LedgerEntry> entries) {
        synchronized (courses) {
            for (LedgerEntry entry : entries) {
                switch (entry) {
                    case CommandOpened opened ->
                        courses.put(
                                opened.commandId(),
                                new Course(
                                        Optional.ofNullable(readingOfDecision.get(opened.at())),
                                        opened,
                                        new ArrayList<>()));
                    case CommandStep step -> stepped(step);
                    case CommandEnded end -> ended(end);
                    case LedgerEntry.RuleChanged _,
                            LedgerEntry.ExternalChange _,
                            LedgerEntry.Noted _,
                            LedgerEntry.Remembered _,
                            LedgerEntry.Dropped _ -> {
                        // Not of a command.
                    }
                }
            }
        }
    }

    private void stepped(CommandStep step) {
        Course course = courses.get(step.commandId());
        if (course == null) {
            return;
        }
        boolean first = true;
        for (CommandStep before : course.steps()) {
            first &= before.step() != LedgerEntry.Step.SENT;
        }
        course.steps().add(step);
        if (first && step.step() == LedgerEntry.Step.SENT) {
            Instant now = clock.instant();
            hearers.forEach(hearer -> hearer.left(course, now));
        }
    }

    private void ended(CommandEnded end) {
        Course course = courses.remove(end.commandId());
        if (course != null) {
            hearers.forEach(hearer -> hearer.ended(course, end));
        }
    }
}
