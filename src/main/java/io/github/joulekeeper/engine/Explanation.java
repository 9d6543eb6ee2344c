package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Truth;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Why things are as they are: immutable answers of {@link Engine#explain} and {@link Engine#settings}, which any thread
 * may keep.
 */
public sealed interface Explanation {

    /**
     * A rule on a station.
     *
     * @param phase where it is
     * @param since since when
     * @param reason what brought it there
     * @param waitsFor what would change its phase next, as a person reads it; empty if nothing will
     * @param until when that comes by itself if the readings stay as they are, if it does
     * @param turn when the clock alone turns a part of the condition that matters next: {@code when} while it is not
     *     active, what ends it while it is
     * @param when the condition that starts it
     * @param untilCondition the condition that ends it, if it has its own
     * @param claims what it claims while it is active; empty otherwise
     */
    record OfRule(
            String rule,
            String serial,
            int priority,
            RulePhase phase,
            Instant since,
            String reason,
            String waitsFor,
            Optional<Instant> until,
            Optional<Turn> turn,
            OfCondition when,
            Optional<OfCondition> untilCondition,
            List<OfClaim> claims)
            implements Explanation {
        public OfRule {
            claims = List.copyOf(claims);
        }
    }

    /**
     * Something that the clock and the calendar do by themselves.
     *
     * @param text the condition, as the user wrote it, or the parts of it that depend on time alone
     * @param truth its value from then on
     */
    record Turn(Instant at, String text, Truth truth) {}

    /**
     * A condition or a part of one.
     *
     * @param text as the user wrote it
     * @param truth its value now
     * @param note what a running {@code for} waits for, or another remark; may be empty
     * @param since since when a running {@code for} runs
     * @param due when a running {@code for} will be over
     * @param readings what it reads itself; those of its parts are told there
     * @param parts the parts that it is made of
     */
    record OfCondition(
            String text,
            Truth truth,
            String note,
            Optional<Instant> since,
            Optional<Instant> due,
            List<OfReading> readings,
            List<OfCondition> parts)
            implements Explanation {
        public OfCondition {
            readings = List.copyOf(readings);
            parts = List.copyOf(parts);
        }
    }

    /**
     * A value that a condition or an expression reads.
     *
     * @param text as the user wrote it
     * @param value in the unit in which {@code shown} shows it; NaN when unknown
     * @param shown the value as a person reads it, such as {@code 18 %}; {@code unknown} when it is
     * @param at when it was read; empty for clocks and for what never was read
     * @param note why it is unknown, such as {@code stale: 18 % 12 min ago}; else its age, or empty
     */
    record OfReading(String text, double value, String shown, Optional<Instant> at, String note)
            implements Explanation {
        /** Such as {@code soc = 18 % (3 s ago)}. */
        public String asText() {
            return text + " = " + shown + (note.isEmpty() ? "" : " (" + note + ")");
        }
    }

    /**
     * A claim on a setting.
     *
     * @param origin a rule's id, or {@code manual:AUTHOR}
     * @param value in the setting's unit; NaN while the value it follows was never known
     * @param priority 0 to 100; 101 for a person's claim, which outranks every rule
     * @param until when it ends by itself, if that is known
     * @param reason why it claims, and how the value came about
     */
    record OfClaim(
            String origin,
            Setting setting,
            double value,
            int priority,
            Instant since,
            Optional<Instant> until,
            String reason)
            implements Explanation {}

    /**
     * A setting that is claimed, or was set when a rule ended.
     *
     * @param winner the claim that wins, empty if nobody claims it
     * @param shadowed the claims that do not, strongest first
     * @param setPoint what was asked of the dispatcher last, if that still stands
     * @param before the value that was read before the first claim began, if it was
     * @param read the value last read back, whatever its age; NaN if there is none
     */
    record OfSetting(
            String serial,
            Setting setting,
            Optional<OfClaim> winner,
            List<OfClaim> shadowed,
            Optional<SetPoint> setPoint,
            Optional<Double> before,
            double read)
            implements Explanation {
        public OfSetting {
            shadowed = List.copyOf(shadowed);
        }
    }

    /** A rule that selects a station but does not fit its model. */
    record NotApplicable(String rule, String serial, String reason) implements Explanation {}
}
