package io.github.joulekeeper.device;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One value that a station of a model reports.
 *
 * @param index its place in the arrays of a device's readings, 0 to {@link Model#quotaCount()} - 1
 * @param key the vendor's key with its prefix, such as {@code pd.wattsOutSum}
 * @param aliases names that mean the same on every model, such as {@code soc}; may be empty
 * @param kind how the reported value is to be read
 * @param unit the unit in which the station reports it
 * @param min smallest plausible value in {@code unit}, if the source gives one
 * @param max largest plausible value in {@code unit}, if the source gives one
 * @param labels names of the values of an enumeration or a switch, by code; empty for quantities
 * @param bits names of the flags of a bit field, by bit number; empty otherwise
 * @param sentinels values that stand for something other than a quantity, such as 5939 minutes, with what they mean; a
 *     reading that equals one of them is unknown to conditions
 * @param keyIndicator whether the vendor marks it as a key indicator
 * @param documented whether the vendor's page lists it
 * @param description one line in our own words
 */
public record Quota(
        int index,
        String key,
        List<String> aliases,
        Kind kind,
        Unit unit,
        OptionalDouble min,
        OptionalDouble max,
        Map<Integer, String> labels,
        Map<Integer, String> bits,
        Map<Double, String> sentinels,
        boolean keyIndicator,
        boolean documented,
        String description) {

    /** How a reported value is to be read. */
    public enum Kind {
        /** An integer or a decimal quantity. */
        NUMBER,
        /** 0 or 1. */
        SWITCH,
        /** A code with labels. */
        ENUMERATION,
        /** Flags by bit. */
        BITS,
        /** A version number packed into 32 bits, {@code 0x0102002F} for V1.2.0.47. */
        VERSION,
        /** A list of numbers; kept and readable, but not usable in conditions. */
        LIST
    }

    public Quota {
        aliases = List.copyOf(aliases);
        labels = Map.copyOf(labels);
        bits = Map.copyOf(bits);
        sentinels = Map.copyOf(sentinels);
    }

    /** Whether conditions can use it: all kinds but lists hold one number. */
    public boolean numeric() {
        return kind != Kind.LIST;
    }
}
