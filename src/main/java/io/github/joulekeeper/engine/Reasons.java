package io.github.joulekeeper.engine;

import io.github.joulekeeper.rule.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Conditions and expressions with the readings that make them what they are, as the ledger tells them. */
final class Reasons {
    private Reasons() {}

    /** Such as {@code soc < 20% for 2m: soc = 18 % (3 s ago)}, with the readings of the parts that decide. */
    static String of(ConditionNode condition, Evaluation e) {
        Set<String> readings = new LinkedHashSet<>();
        collect(condition, e, readings);
        return readings.isEmpty() ? condition.text() : condition.text() + ": " + String.join(", ", readings);
    }

    private static void collect(ConditionNode condition, Evaluation e, Set<String> into) {
        List<Explanation.OfReading> own = new ArrayList<>();
        condition.explain(e, own);
        own.forEach(reading -> into.add(reading.asText()));
        List<ConditionNode> parts = condition.parts();
        if (parts.size() < 2) {
            parts.forEach(part -> collect(part, e, into));
            return;
        }
        Truth whole = condition.truth(e);
        boolean oneDecides = parts.stream().anyMatch(part -> part.truth(e) == whole);
        for (ConditionNode part : parts) {
            if (!oneDecides || part.truth(e) == whole) {
                collect(part, e, into);
            }
        }
    }

    /** Such as {@code solar-watts / 2 = 200 W: solar-watts = 412 W (1 s ago)}. */
    static String of(CompiledRule.Claimed claimed, double value, Evaluation e) {
        List<Explanation.OfReading> readings = new ArrayList<>();
        claimed.value().explain(e, readings);
        String text = claimed.value().text() + " = " + claimed.setting().format(value);
        return readings.isEmpty()
                ? text
                : text + ": "
                        + String.join(
                                ", ",
                                readings.stream()
                                        .map(Explanation.OfReading::asText)
                                        .distinct()
                                        .toList());
    }
}
