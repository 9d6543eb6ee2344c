package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes readings for people, by what the catalog says of their quota. */
final class QuotaFormat {
    private QuotaFormat() {}

    static String format(Quota quota, double reading) {
        if (Double.isNaN(reading)) {
            return Numbers.plain(reading);
        }
        String sentinel = quota.sentinels().get(reading == 0 ? 0.0 : reading);
        if (sentinel != null) {
            return sentinel;
        }
        return switch (quota.kind()) {
            case SWITCH, ENUMERATION -> label(quota.labels(), reading);
            case BITS -> quota.bytes().isEmpty() ? flags(quota.bits(), reading) : parts(quota.bytes(), reading);
            case VERSION -> version(reading);
            case NUMBER -> quantity(quota, reading);
            case LIST -> Numbers.plain(reading);
        };
    }

    private static String label(Map<Integer, String> labels, double reading) {
        return whole(reading).map(code -> labels.get((int) (long) code)).orElseGet(() -> Numbers.plain(reading));
    }

    /** The names of the set bits; a bit without a name is shown by its number. */
    static String flags(Map<Integer, String> names, double reading) {
        return whole(reading)
                .map(bits -> {
                    List<String> set = new ArrayList<>();
                    for (int bit = 0; bit < Integer.SIZE; bit++) {
                        if ((bits >> bit & 1) == 1) {
                            set.add(names.getOrDefault(bit, "bit " + bit));
                        }
                    }
                    return set.isEmpty() ? "none" : String.join(", ", set);
                })
                .orElseGet(() -> Numbers.plain(reading));
    }

    private static String parts(Map<Integer, String> names, double reading) {
        return whole(reading)
                .map(bytes -> {
                    List<String> set = new ArrayList<>();
                    for (int part = 0; part < Integer.BYTES; part++) {
                        long code = bytes >> (part * Byte.SIZE) & 0xFF;
                        if (code != 0) {
                            set.add(names.getOrDefault(part, "byte " + part) + " " + code);
                        }
                    }
                    return set.isEmpty() ? "none" : String.join(", ", set);
                })
                .orElseGet(() -> Numbers.plain(reading));
    }

    private static String version(double reading) {
        return whole(reading)
                .filter(bits -> bits != 0)
                .map(bits ->
                        "V%d.%d.%d.%d".formatted(bits >> 24 & 0xFF, bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF))
                .orElseGet(() -> Numbers.plain(reading));
    }

    private static String quantity(Quota quota, double reading) {
        double shown = quota.signs().isPresent() ? Math.abs(reading) : reading;
        String text = quota.unit().dimension() == Dimension.DURATION
                ? Numbers.duration(shown, quota.unit())
                : amount(shown, quota.unit());
        if (quota.signs().isEmpty() || reading == 0) {
            return text;
        }
        Quota.Signs signs = quota.signs().get();
        return text + " " + (reading > 0 ? signs.positive() : signs.negative());
    }

    private static String amount(double value, Unit unit) {
        return unit == Unit.DECIWATT ? Numbers.withUnit(unit.toBase(value), Unit.WATT) : Numbers.withUnit(value, unit);
    }

    /** The reading as the 32 bits of a code; stations report them with and without sign. */
    private static Optional<Long> whole(double reading) {
        boolean fits = reading == Math.rint(reading) && reading >= Integer.MIN_VALUE && reading <= 0xFFFF_FFFFL;
        return fits ? Optional.of((long) reading) : Optional.empty();
    }
}
