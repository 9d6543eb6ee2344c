package io.github.joulekeeper.app;

import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.LedgerEntry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tells of which station entries of the ledger are, also where only their command says it. Must see all of them, in order. */
final class EntryStations {
    /** The station of each command that has not ended. */
    private final Map<Long, String> ofCommands = new ConcurrentHashMap<>();

    /** @param open commands that an earlier run left without an end */
    void start(List<CommandRecord> open) {
        open.forEach(command ->
                ofCommands.put(command.opened().commandId(), command.opened().serial()));
    }

    /** The serial number, or whatever else a note is about; empty for nothing. */
    String of(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened opened -> {
                ofCommands.put(opened.commandId(), opened.serial());
                yield opened.serial();
            }
            case LedgerEntry.CommandStep step -> ofCommands.getOrDefault(step.commandId(), "");
            case LedgerEntry.CommandEnded ended -> {
                String of = ofCommands.remove(ended.commandId());
                yield of == null ? "" : of;
            }
            case LedgerEntry.RuleChanged changed -> changed.serial();
            case LedgerEntry.ExternalChange change -> change.serial();
            case LedgerEntry.Noted noted -> noted.subject();
            case LedgerEntry.Dropped _, LedgerEntry.Remembered _ -> "";
        };
    }
}
