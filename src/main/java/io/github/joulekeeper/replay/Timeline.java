package io.github.joulekeeper.replay;

import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.engine.Decision;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Notes what the rules do and would have sent, and counts it. */
final class Timeline {
    private final List<TimelineEntry> entries = new ArrayList<>();
    private final Map<Long, LedgerEntry.CommandOpened> open = new HashMap<>();
    private final SortedMap<String, Integer> commands = new TreeMap<>();
    private final Map<Run, Activity> activities = new HashMap<>();

    private record Run(String rule, String serial) {}

    private static final class Activity {
        private int starts;
        private Duration active = Duration.ZERO;
        private Optional<Instant> since = Optional.empty();

        void start(Instant at) {
            starts++;
            since = Optional.of(at);
        }

        void end(Instant at) {
            active = activeUntil(at);
            since = Optional.empty();
        }

        Duration activeUntil(Instant at) {
            // A clock that was put back must not take away from what was counted before.
            return since.map(start -> Duration.between(start, at))
                    .filter(Duration::isPositive)
                    .map(active::plus)
                    .orElse(active);
        }
    }

    void decided(Decision decision) {
        if (!(decision
                instanceof
                Decision.PhaseChanged(
                        String rule,
                        String serial,
                        RulePhase from,
                        RulePhase to,
                        String reason,
                        Instant at))) {
            return;
        }
        Activity activity = activities.computeIfAbsent(new Run(rule, serial), run -> new Activity());
        if (to == RulePhase.ACTIVE) {
            activity.start(at);
            add(at, serial, rule, TimelineEntry.What.START, reason, Map.of());
        } else if (from == RulePhase.ACTIVE) {
            activity.end(at);
            add(at, serial, rule, TimelineEntry.What.END, reason, Map.of());
        }
        if (to == RulePhase.SUSPENDED) {
            add(at, serial, rule, TimelineEntry.What.SUSPENDED, reason, Map.of());
        }
    }

    void recorded(LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.CommandOpened opened -> open.put(opened.commandId(), opened);
            case LedgerEntry.CommandEnded ended -> {
                LedgerEntry.CommandOpened opened = open.remove(ended.commandId());
                if (opened != null && ended.outcome() == Outcome.BLOCKED) {
                    add(ended.at(), opened, TimelineEntry.What.BLOCKED, ended.detail());
                }
            }
            case LedgerEntry.CommandStep _,
                    LedgerEntry.RuleChanged _,
                    LedgerEntry.ExternalChange _,
                    LedgerEntry.Noted _,
                    LedgerEntry.Remembered _,
                    LedgerEntry.Dropped _ -> {
                // The engine's decisions tell of the rules; the rest is about a way to the station that is not there.
            }
        }
    }

    void sent(Command command, Instant at) {
        LedgerEntry.CommandOpened opened = open.get(command.id());
        if (opened != null) {
            add(at, opened, TimelineEntry.What.COMMAND, command.reason());
            opened.setPoints().keySet().forEach(setting -> commands.merge(setting, 1, Integer::sum));
        }
    }

    private void add(Instant at, LedgerEntry.CommandOpened opened, TimelineEntry.What what, String reason) {
        add(at, opened.serial(), String.join(", ", opened.origins()), what, reason, opened.setPoints());
    }

    private void add(
            Instant at,
            String serial,
            String rule,
            TimelineEntry.What what,
            String reason,
            Map<String, String> settings) {
        entries.add(new TimelineEntry(at, serial, rule, what, reason, settings));
    }

    List<TimelineEntry> entries() {
        return entries;
    }

    SortedMap<String, Integer> commands() {
        return commands;
    }

    RuleActivity activity(String rule, String serial, Instant until) {
        Activity activity = activities.getOrDefault(new Run(rule, serial), new Activity());
        return new RuleActivity(rule, serial, activity.starts, activity.activeUntil(until), activity.since.isPresent());
    }
}
