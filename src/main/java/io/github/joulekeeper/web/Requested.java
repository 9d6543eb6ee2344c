package io.github.joulekeeper.web;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what stands in a query, or says what is wrong with it. */
final class Requested {
    private static final Instant EARLIEST = Instant.EPOCH.minusSeconds(1);
    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private Requested() {}

    /** @param name the parameter's name */
    static Optional<Instant> instant(String name, @Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            Instant instant = Instant.parse(text);
            if (instant.isAfter(EARLIEST) && instant.isBefore(LATEST)) {
                return Optional.of(instant);
            }
        } catch (DateTimeParseException noInstant) {
            // Told below, like an instant out of range.
        }
        throw Problem.badRequest(
                "%s must be an instant from 1970 to 9999 such as 2026-06-01T12:00:00Z, not '%s'".formatted(name, text));
    }

    /** @param name the parameter's name */
    static long number(String name, String text, long smallest, long largest) {
        try {
            long value = Long.parseLong(text);
            if (value >= smallest && value <= largest) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, like a number out of range.
        }
        throw Problem.badRequest(
                "%s must be a number from %d to %d, not '%s'".formatted(name, smallest, largest, text));
    }

    /** Refuses a time that ends before it begins. */
    static void inOrder(Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw Problem.badRequest("from (%s) must be before to (%s)".formatted(from.get(), to.get()));
        }
    }
}
