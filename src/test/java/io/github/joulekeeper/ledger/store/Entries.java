package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.LedgerEntry.Step;
import io.github.joulekeeper.ledger.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Entries as tests need them. */
final class Entries {
    static final Instant AT = Instant.parse("2026-03-01T12:00:00.123456789Z");

    private Entries() {}

    /** The length of an entry's body. */
    static long length(LedgerEntry entry) {
        Lines body = new Lines(500);
        EntryText.write(entry, new JsonWriter(body));
        return body.length();
    }

    static LedgerEntry.CommandOpened opened(long id, String serial, String... origins) {
        return new LedgerEntry.CommandOpened(
                id,
                serial,
                List.of(origins),
                "soc < 20% (soc = 12 %) for \"2m\"\nand more",
                "acChgCfg",
                Map.of("chgWatts", 400L, "chgPauseFlag", 255L, "share", 0.5, "flag", true, "list", List.of(1L, 2L)),
                Map.of("ac-charging.watts", "400 W"),
                Map.of("ac-charging.watts", 400.0),
                AT.plusSeconds(id));
    }

    static LedgerEntry.CommandStep step(long id, Step step) {
        return new LedgerEntry.CommandStep(id, step, "try 1, message 100000064", AT.plusSeconds(id));
    }

    static LedgerEntry.CommandEnded ended(long id, Outcome outcome) {
        return new LedgerEntry.CommandEnded(id, outcome, "ac-charging.watts = 400 W", AT.plusSeconds(id));
    }

    static LedgerEntry.Noted noted(String detail) {
        return new LedgerEntry.Noted("rules", "", detail, AT);
    }

    static LedgerEntry.Remembered remembered(String key, String value) {
        return new LedgerEntry.Remembered(key, value, AT);
    }
}
