package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Units as rules write them: the catalog's symbols, {@code m} for minutes and {@code C} for °C. */
final class Units {
    /** All units for messages. */
    static final String LIST = "%, W, kW, V, mV, A, mA, Wh, kWh, Ah, mAh, °C, Hz, dBm and s, m, h, d";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("watt", "W"),
            Map.entry("watts", "W"),
            Map.entry("percent", "%"),
            Map.entry("pct", "%"),
            Map.entry("volt", "V"),
            Map.entry("volts", "V"),
            Map.entry("amp", "A"),
            Map.entry("amps", "A"),
            Map.entry("ampere", "A"),
            Map.entry("sec", "s"),
            Map.entry("secs", "s"),
            Map.entry("second", "s"),
            Map.entry("seconds", "s"),
            Map.entry("mins", "m"),
            Map.entry("minute", "m"),
            Map.entry("minutes", "m"),
            Map.entry("hr", "h"),
            Map.entry("hrs", "h"),
            Map.entry("hour", "h"),
            Map.entry("hours", "h"),
            Map.entry("day", "d"),
            Map.entry("days", "d"),
            Map.entry("celsius", "°C"),
            Map.entry("deg", "°C"));

    private Units() {}

    static Optional<Unit> ofSymbol(String symbol) {
        return switch (symbol) {
            case "" -> Optional.empty();
            case "m" -> Optional.of(Unit.MINUTE);
            case "C" -> Optional.of(Unit.CELSIUS);
            default -> Unit.ofSymbol(symbol);
        };
    }

    /** The unit that somebody meant by a symbol that is none, if one is near. */
    static Optional<String> suggestion(String symbol) {
        String lower = symbol.toLowerCase(Locale.ROOT);
        if (WORDS.containsKey(lower)) {
            return Optional.of(WORDS.get(lower));
        }
        List<String> symbols = Arrays.stream(Unit.values())
                .map(Unit::symbol)
                .filter(known -> !known.isEmpty())
                .toList();
        return symbols.stream()
                .filter(known -> known.toLowerCase(Locale.ROOT).equals(lower))
                .findFirst()
                .or(() -> symbol.length() < 3 ? Optional.empty() : Suggestion.nearest(symbol, symbols));
    }

    /** How a dimension's values are written, for messages, such as {@code W or kW}. */
    static String of(Dimension dimension) {
        List<String> symbols = Arrays.stream(Unit.values())
                .filter(unit -> unit.dimension() == dimension && !unit.symbol().isEmpty() && unit != Unit.DECIWATT)
                .map(unit -> unit == Unit.MINUTE ? "m" : unit.symbol())
                .toList();
        return symbols.isEmpty() ? "no unit" : String.join(" or ", symbols);
    }
}
