package io.github.joulekeeper.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/**
 * The cool-downs of the account's ways as the ledger remembers them: key {@code pause/WAY}, value the instant of the next
 * probe and the length of the pause, a line each.
 */
public final class Pauses {
    /** A cool-down. @param until when a probe may leave @param length how long the last pause was */
    record Pause(Instant until, Duration length) {}

    private Pauses() {}

    static String key(Way way) {
        return "pause/" + way;
    }

    static String write(Instant until, Duration length) {
        return until + "\n" + length;
    }

    static Optional<Pause> read(Map<String, String> remembered, Way way) {
        String[] parts = remembered.getOrDefault(key(way), "").split("\n", 2);
        try {
            return parts.length < 2
                    ? Optional.empty()
                    : Optional.of(new Pause(Instant.parse(parts[0]), Duration.parse(parts[1])));
        } catch (DateTimeParseException notOurs) {
            return Optional.empty();
        }
    }

    /** Until when the account asked an earlier run to leave its API alone, as far as the ledger remembers. */
    public static Optional<Instant> ofTheApi(Map<String, String> remembered) {
        return read(remembered, Way.HTTP).map(Pause::until);
    }
}
