package io.github.joulekeeper.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a rule or a person can set on a station of a model. Its values are doubles in {@code unit}: switches
 * are 0 and 1, durations are in the setting's unit, choices are their code.
 *
 * @param name the name in rules, such as {@code ac-charging.watts}, the same on every model that has it
 * @param kind how people write its values
 * @param unit the unit of its values
 * @param range what may be set
 * @param labels names of the values of a choice, by value; empty otherwise
 * @param command the id of the command that carries it
 * @param parameter the vendor's parameter in that command's payload
 * @param wire the payload's value for each setting value where they differ (1 for 50 Hz); empty when they are the same
 * @param readBack the index of the quota that shows it, if any does
 * @param readBackValues the setting's value for each value of that quota where they differ; empty when they are the same
 * @param dependencies bounds on its value that other settings make
 * @param description one line in our own words
 */
public record Setting(
        String name,
        Kind kind,
        Unit unit,
        ValueRange range,
        Map<Double, String> labels,
        String command,
        String parameter,
        Map<Double, Double> wire,
        Optional<Integer> readBack,
        Map<Double, Double> readBackValues,
        List<Dependency> dependencies,
        String description) {

    /** How people write a setting's values. */
    public enum Kind {
        /** {@code true} or {@code false}. */
        SWITCH,
        /** A number, with or without its unit. */
        NUMBER,
        /** A length of time, such as {@code 12h}; {@code never} is 0 where the range allows it. */
        DURATION,
        /** One of the labels. */
        CHOICE
    }

    public Setting {
        labels = Ordered.copyOf(labels);
        wire = Ordered.copyOf(wire);
        readBackValues = Ordered.copyOf(readBackValues);
        dependencies = List.copyOf(dependencies);
    }

    /** By the name: settings are keys of maps, and all that a record holds is much to look at. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** A setting whose values no other setting bounds. */
    public Setting(
            String name,
            Kind kind,
            Unit unit,
            ValueRange range,
            Map<Double, String> labels,
            String command,
            String parameter,
            Map<Double, Double> wire,
            Optional<Integer> readBack,
            Map<Double, Double> readBackValues,
            String description) {
        this(
                name,
                kind,
                unit,
                range,
                labels,
                command,
                parameter,
                wire,
                readBack,
                readBackValues,
                List.of(),
                description);
    }

    /** The value to put into the payload for a value of this setting. */
    public double toWire(double value) {
        return wire.getOrDefault(value, value);
    }

    /** The value of this setting that a payload's value stands for. */
    public double fromWire(double wireValue) {
        for (Map.Entry<Double, Double> entry : wire.entrySet()) {
            if (entry.getValue() == wireValue) {
                return entry.getKey();
            }
        }
        return wireValue;
    }

    /** The setting's value that a reading of its read-back quota shows. */
    public double fromReadBack(double reading) {
        return readBackValues.isEmpty() ? reading : readBackValues.getOrDefault(reading, reading);
    }

    /** The value as a person reads it, such as {@code 400 W}, {@code true}, {@code 12 h}. */
    public String format(double value) {
        return switch (kind) {
            case SWITCH -> value == 0 ? "false" : value == 1 ? "true" : Numbers.plain(value);
            case CHOICE -> labels.getOrDefault(value, Numbers.plain(value));
            case NUMBER -> Numbers.withUnit(value, unit);
            case DURATION -> value == 0 ? "never" : Numbers.duration(value, unit);
        };
    }

    /** The values that may be set, as a person reads them, such as {@code 200 W to 1200 W in steps of 100 W}. */
    public String formatRange() {
        return range.format(this);
    }

    /**
     * Why a value may not be set, as a sentence that names setting, value and range; empty when it may. Every path to a
     * station asks here.
     */
    public Optional<String> refusal(double value) {
        return range.allows(value)
                ? Optional.empty()
                : Optional.of("%s must be %s, not %s".formatted(name, formatRange(), format(value)));
    }

    /** The nearest value that may be set, for values that expressions come to; ties go to the smaller. */
    public double nearest(double value) {
        return range.nearest(value);
    }

    /** The values that may be set one by one, if they are listed. */
    public List<Double> choices() {
        return range.values();
    }
}
