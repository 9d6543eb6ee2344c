package io.github.joulekeeper.ledger.store;

/**
 * The words by which blocks are found that may hold what is asked for; whether they do is seen from the entries themselves. A
 * command's words stand at the block in which it was opened, whichever holds its end. They hold no more than the column
 * allows, on any database; an entry's body holds the whole.
 */
enum Mark {
    /** Blocks that open commands to a station. */
    COMMAND_OF("command-of:"),
    /** Blocks that open commands of a rule or a person. */
    COMMAND_BY("command-by:"),
    /** Blocks that open commands which set a setting. */
    COMMAND_SETS("command-sets:"),
    /** Blocks that open commands with an outcome. */
    COMMAND_ENDED("command-ended:"),
    /** Blocks with entries of a kind. */
    KIND("kind:"),
    /** Blocks with entries of a station or another subject. */
    OF("of:"),
    /** Blocks in which a rule enters another phase. */
    RULE("rule:");

    private static final int LONGEST = 200;

    /** At blocks with entries that are not of a command. */
    static final String WITHOUT_COMMANDS = "entry";

    private final String what;

    Mark(String what) {
        this.what = what;
    }

    /** The word for one of them. */
    String word(String text) {
        // PostgreSQL takes no NUL.
        String storable = text.replace('\0', '\uFFFD');
        return what + (storable.length() <= LONGEST ? storable : storable.substring(0, LONGEST));
    }
}
