package io.github.joulekeeper.rule.language;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Names of values: of codes, switches, weekdays and months. */
final class Labels {
    static final Map<Double, String> WEEKDAYS = numbered(List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun"));
    static final Map<Double, String> MONTHS =
            numbered(List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"));

    private Labels() {}

    private static Map<Double, String> numbered(List<String> names) {
        Map<Double, String> labels = new TreeMap<>();
        names.forEach(name -> labels.put(labels.size() + 1.0, name));
        return labels;
    }

    /** The value that has the label. */
    static OptionalDouble value(Map<Double, String> labels, String label) {
        return labels.entrySet().stream()
                .filter(entry -> entry.getValue().equals(label))
                .mapToDouble(Map.Entry::getKey)
                .min();
    }

    /** All labels in the order of their values, for messages. */
    static String list(Map<Double, String> labels) {
        return new TreeMap<>(labels)
                .values().stream().distinct().map(Labels::quotedIfNeeded).collect(Collectors.joining(", "));
    }

    /** Labels that are no names of the language are written in quotes. */
    private static String quotedIfNeeded(String label) {
        boolean name = !label.isEmpty()
                && Lexer.isNameStart(label.charAt(0))
                && Lexer.endOfName(label, 0) == label.length()
                && !Lexer.KEYWORDS.contains(label);
        return name ? label : '"' + label + '"';
    }

    static Map<Double, String> ofCodes(Map<Integer, String> labels) {
        Map<Double, String> byValue = new TreeMap<>();
        labels.forEach((code, label) -> byValue.put(code.doubleValue(), label));
        return byValue;
    }
}
