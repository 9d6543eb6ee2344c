package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;

/**
 * The words by which blocks are found that may hold what is asked for; whether they do is seen from the entries themselves. A
 * command's words stand at the block in which it was opened, whichever holds its end. They hold no more than the column
 * allows, on any database; an entry's body holds the whole.
 */
final class Marks {
    private static final int LONGEST = 200;

    /** At blocks with entries that are not of a command. */
    static final String WITHOUT_COMMANDS = "entry";

    private Marks() {}

    static String commandOf(String serial) {
        return word("command-of:", serial);
    }

    static String commandBy(String origin) {
        return word("command-by:", origin);
    }

    static String commandSets(String setting) {
        return word("command-sets:", setting);
    }

    static String commandEnded(Outcome outcome) {
        return word("command-ended:", outcome.name());
    }

    static String kind(String kind) {
        return word("kind:", kind);
    }

    static String serial(String serial) {
        return word("of:", serial);
    }

    static String rule(String rule) {
        return word("rule:", rule);
    }

    /** The station or other subject by which an entry is found, empty for none. */
    static String subject(LedgerEntry entry) {
        return switch (entry) {
            case LedgerEntry.CommandOpened opened -> opened.serial();
            case LedgerEntry.RuleChanged changed -> changed.serial();
            case LedgerEntry.ExternalChange change -> change.serial();
            case LedgerEntry.Noted noted -> noted.subject();
            case LedgerEntry.CommandStep _, LedgerEntry.CommandEnded _, LedgerEntry.Dropped _ -> "";
            case LedgerEntry.Remembered remembered -> throw new IllegalArgumentException(remembered.key());
        };
    }

    private static String word(String what, String text) {
        // PostgreSQL takes no NUL.
        String storable = text.replace('\0', '\uFFFD');
        return what + (storable.length() <= LONGEST ? storable : storable.substring(0, LONGEST));
    }
}
