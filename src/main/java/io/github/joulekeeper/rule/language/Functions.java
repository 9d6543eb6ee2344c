package io.github.joulekeeper.rule.language;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The functions of the language and how they are called. */
final class Functions {
    private static final Map<String, String> USAGE = new TreeMap<>(Map.ofEntries(
            Map.entry("min", "min(a, b, …)"),
            Map.entry("max", "max(a, b, …)"),
            Map.entry("clamp", "clamp(value, low, high)"),
            Map.entry("abs", "abs(value)"),
            Map.entry("round", "round(value) or round(value, step)"),
            Map.entry("avg", "avg(reading, 5m)"),
            Map.entry("lowest", "lowest(reading, 5m)"),
            Map.entry("highest", "highest(reading, 5m)"),
            Map.entry("rate", "rate(reading, 10m)"),
            Map.entry("changed", "changed(reading, 10m)"),
            Map.entry("age", "age(reading)"),
            Map.entry("cron", "cron(\"30 23 * * mon-fri\", 6h)"),
            Map.entry("device", "device(\"garage\").soc"),
            Map.entry("rule", "rule(\"night-charging\").active")));

    /** All functions, in the order of the alphabet. */
    static final List<String> NAMES = List.copyOf(USAGE.keySet());

    private static final Map<String, String> SYNONYMS = Map.of(
            "average",
            "avg",
            "mean",
            "avg",
            "minimum",
            "lowest",
            "maximum",
            "highest",
            "absolute",
            "abs",
            "since",
            "age");

    private Functions() {}

    /** {@code " Did you mean 'x'?"}, or nothing when no function is near. */
    static String suggestion(String name) {
        return SYNONYMS.containsKey(name)
                ? " Did you mean '%s'?".formatted(SYNONYMS.get(name))
                : Suggestion.didYouMean(name, NAMES);
    }

    /** How the function is called, for messages. */
    static String usage(String function) {
        return USAGE.getOrDefault(function, function + "(…)");
    }
}
