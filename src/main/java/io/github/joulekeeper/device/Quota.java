package io.github.joulekeeper.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

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
 * @param bits names of the flags of a bit field, by bit number; of each element where the kind is a list; empty otherwise
 * @param bytes names of the parts of a code that is packed by bytes, lowest byte 0; empty otherwise
 * @param sentinels values that stand for something other than a quantity, such as 5939 minutes, with what they mean; a
 *     reading that equals one of them is unknown to conditions
 * @param signs what the sign of the value says, where the value itself is a length without sign
 * @param keyIndicator whether the vendor marks it as a key indicator
 * @param documented whether the vendor's page lists it
 * @param history whether what it was is kept for charts
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
        Map<Integer, String> bytes,
        Map<Double, String> sentinels,
        Optional<Signs> signs,
        boolean keyIndicator,
        boolean documented,
        boolean history,
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
        labels = Ordered.copyOf(labels);
        bits = Ordered.copyOf(bits);
        bytes = Ordered.copyOf(bytes);
        sentinels = Ordered.copyOf(sentinels);
    }

    /** A quota without bytes and signs. */
    public Quota(
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
        this(
                index,
                key,
                aliases,
                kind,
                unit,
                min,
                max,
                labels,
                bits,
                Map.of(),
                sentinels,
                Optional.empty(),
                keyIndicator,
                documented,
                false,
                description);
    }

    /**
     * What a value's sign says.
     *
     * @param positive words after a value above 0, such as {@code until full}
     * @param negative words after a value below 0, such as {@code until empty}
     */
    public record Signs(String positive, String negative) {}

    /**
     * A reading as a person reads it: with its unit, label, flags or version number; {@code unknown} for NaN. A value
     * that the catalog has no name for is shown as its number.
     */
    public String format(double reading) {
        return QuotaFormat.format(this, reading);
    }

    /** The elements of a list as a person reads them. */
    public String formatList(List<Double> elements) {
        return elements.stream()
                .map(element -> bits.isEmpty() ? Numbers.withUnit(element, unit) : QuotaFormat.flags(bits, element))
                .collect(Collectors.joining("; "));
    }

    /** Whether conditions can use it: all kinds but lists hold one number. */
    public boolean numeric() {
        return kind != Kind.LIST;
    }
}
