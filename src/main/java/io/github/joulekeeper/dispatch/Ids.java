package io.github.joulekeeper.dispatch;

/**
 * Ids of commands and of the messages that carry them. A message id follows from its command's id and the try, so that it
 * is new for each try and, command ids being ascending over restarts, for each run.
 */
final class Ids {
    /** Tries of one command that have message ids of their own. */
    static final int LARGEST_TRY = 63;

    private static final long FIRST = 100_000_000L;
    private static final long COUNT = 2_000_000_000L;

    private final long offset;
    private long lastCommand;

    Ids(long lastCommand, long offset) {
        this.lastCommand = lastCommand;
        this.offset = Math.floorMod(offset, COUNT);
    }

    long nextCommand() {
        return ++lastCommand;
    }

    /** Positive, 9 or 10 digits, fits an int. */
    long message(long command, int attempt) {
        return FIRST + Math.floorMod(offset + command * (LARGEST_TRY + 1) + attempt, COUNT);
    }
}
