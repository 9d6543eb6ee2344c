package io.github.joulekeeper.app;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.StateModel;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tells the log what goes into the ledger, in sentences; only so many in a second, since the ledger holds them all and a
 * storm of them would fill the disk and hold up the commands. Belongs to the writer's thread.
 */
final class Narrator {
    private static final Logger LOG = Logger.getLogger("joulekeeper");
    private static final Set<LedgerEntry.Step> QUIET_STEPS =
            Set.of(LedgerEntry.Step.SENT, LedgerEntry.Step.READ_BACK, LedgerEntry.Step.MISMATCH);
    private static final Set<Outcome> GOOD_ENDS =
            Set.of(Outcome.CONFIRMED, Outcome.ACKNOWLEDGED, Outcome.OBSERVED, Outcome.SUPERSEDED);

    private static final int MOST_ENTRIES_IN_A_SECOND = 100;

    private final StateModel state;
    private final InstantSource clock;
    private long second;
    private int toldInSecond;
    private long untold;
    private final Map<Long, String> openCommands = new HashMap<>();

    Narrator(StateModel state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    void tell(LedgerEntry entry) {
        if (entry instanceof LedgerEntry.Noted
                || entry instanceof LedgerEntry.Remembered
                || entry instanceof LedgerEntry.Dropped) {
            // Whoever noted it has logged it in better words; what is remembered is no event.
            return;
        }
        long now = clock.millis() / 1000;
        if (now != second) {
            second = now;
            toldInSecond = 0;
            if (untold > 0) {
                LOG.infof("%d more entries went into the ledger than are told here", untold);
                untold = 0;
            }
        }
        if (toldInSecond < MOST_ENTRIES_IN_A_SECOND) {
            toldInSecond++;
            say(entry);
        } else {
            untold++;
            if (entry instanceof LedgerEntry.CommandEnded ended) {
                openCommands.remove(ended.commandId());
            }
        }
    }

    private void say(LedgerEntry entry) {
        switch (entry) {
            case LedgerEntry.RuleChanged changed ->
                LOG.infof(
                        "Rule %s on %s: %s -> %s (%s)",
                        changed.rule(),
                        name(changed.serial()),
                        word(changed.from()),
                        word(changed.to()),
                        changed.reason());
            case LedgerEntry.CommandOpened opened -> {
                String settings = opened.setPoints().entrySet().stream()
                        .map(set -> set.getKey() + " = " + set.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "));
                String label = "Command %d to %s, %s".formatted(opened.commandId(), name(opened.serial()), settings);
                openCommands.put(opened.commandId(), label);
                LOG.infof("%s: decided by %s", label, String.join(", ", opened.origins()));
            }
            case LedgerEntry.CommandStep step ->
                LOG.logf(
                        QUIET_STEPS.contains(step.step()) ? Logger.Level.DEBUG : Logger.Level.INFO,
                        "%s: %s (%s)",
                        label(step.commandId()),
                        word(step.step().name()),
                        step.detail());
            case LedgerEntry.CommandEnded ended -> {
                LOG.logf(
                        GOOD_ENDS.contains(ended.outcome()) ? Logger.Level.INFO : Logger.Level.WARN,
                        "%s: %s (%s)",
                        label(ended.commandId()),
                        ended.outcome(),
                        ended.detail());
                openCommands.remove(ended.commandId());
            }
            case LedgerEntry.ExternalChange change ->
                LOG.infof(
                        "Somebody else changed %s on %s from %s to %s",
                        change.setting(), name(change.serial()), change.from(), change.to());
            case LedgerEntry.Noted _, LedgerEntry.Remembered _, LedgerEntry.Dropped _ -> {
                // Never told.
            }
        }
    }

    private String label(long commandId) {
        return openCommands.getOrDefault(commandId, "Command " + commandId);
    }

    private String name(String serial) {
        return state.device(serial).map(DeviceState::name).orElse(serial);
    }

    private static String word(String constant) {
        return constant.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
