package io.github.joulekeeper.rule.language;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

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

    /** The value that has the label; a hyphen may stand for a space, so that it can be written without quotes. */
    static OptionalDouble value(Map<Double, String> labels, String label) {
        return labels.entrySet().stream()
                .filter(entry -> isCalled(entry.getValue(), label))
                .mapToDouble(Map.Entry::getKey)
                .min();
    }

    static boolean isCalled(String label, String written) {
        return label.equals(written) || label.replace(' ', '-').equals(written);
    }

    /** All labels in the order of their values, for messages. */
    static String list(Map<Double, String> labels) {
        return String.join(", ", words(new TreeMap<>(labels).values()));
    }

    /** Labels as rules write them. */
    static List<String> words(Collection<String> labels) {
        return labels.stream().distinct().map(Labels::word).toList();
    }

    /** A label as rules write it: with hyphens for spaces or, where that is no name of the language, in quotes. */
    private static String word(String label) {
        String joined = label.replace(' ', '-');
        boolean name = !joined.isEmpty()
                && Lexer.isNameStart(joined.charAt(0))
                && Lexer.endOfName(joined, 0) == joined.length()
                && !Lexer.KEYWORDS.contains(joined);
        return name ? joined : '"' + label + '"';
    }

    static Map<Double, String> ofCodes(Map<Integer, String> labels) {
        Map<Double, String> byValue = new TreeMap<>();
        labels.forEach((code, label) -> byValue.put(code.doubleValue(), label));
        return byValue;
    }
}
