package io.github.joulekeeper.rule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A rule as its file says, checked on its own but not yet bound to a device model ({@link RuleBinder} does that).
 *
 * @param id unique over all files, {@code a-z0-9-}
 * @param when the condition that starts it
 * @param until the condition that ends it; without one it ends when {@code when} is no longer true
 * @param priority 0 to 100, higher wins
 * @param minActive shortest time active, zero for none
 * @param maxActive longest time active, if limited
 * @param cooldown shortest time between an end and the next start, zero for none
 * @param endWhenUnknownFor how long an active rule holds while its condition is unknown; empty for without end
 * @param source where the rule stands
 */
public record Rule(
        String id,
        String description,
        boolean enabled,
        DeviceSelector devices,
        SourceCondition when,
        Optional<SourceCondition> until,
        List<SourceAssignment> set,
        SourceEnding otherwise,
        boolean enforce,
        int priority,
        Duration minActive,
        Optional<Duration> maxActive,
        Duration cooldown,
        Optional<Duration> endWhenUnknownFor,
        Position source) {

    /** Where something stands in a rule file; line and column count from 1. */
    public record Position(String file, int line, int column) {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** On which stations a rule runs. */
    public sealed interface DeviceSelector {
        record All() implements DeviceSelector {}

        record Named(List<String> namesOrSerials) implements DeviceSelector {
            public Named {
                namesOrSerials = List.copyOf(namesOrSerials);
            }
        }

        record OfModel(String model) implements DeviceSelector {}

        /** Whether a rule with this selector runs on a station. */
        default boolean selects(String serial, String name, String modelId) {
            return switch (this) {
                case All() -> true;
                case Named(List<String> list) -> list.contains(serial) || list.contains(name);
                case OfModel(String model) -> model.equals(modelId);
            };
        }
    }

    /** A parsed, unbound condition; the language package knows what is inside. */
    public interface SourceCondition {
        /** The canonical text, the same for conditions that mean the same tree. */
        String text();
    }

    /** A parsed, unbound value. */
    public interface SourceExpression {
        String text();
    }

    /** A line of {@code set}: a setting's name and the value for it, or a raw command with the name of its setting. */
    public record SourceAssignment(
            String setting,
            SourceExpression value,
            Optional<Double> step,
            Optional<Duration> every,
            Position position) {}

    /** The field {@code otherwise}. */
    public sealed interface SourceEnding {
        record Keep() implements SourceEnding {}

        record Restore() implements SourceEnding {}

        record Assign(List<SourceAssignment> values) implements SourceEnding {
            public Assign {
                values = List.copyOf(values);
            }
        }
    }

    public Rule {
        set = List.copyOf(set);
    }
}
