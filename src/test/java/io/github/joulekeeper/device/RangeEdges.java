package io.github.joulekeeper.device;

import java.util.ArrayList;
import java.util.List;

/** The values at and around the ends of a setting's range. */
final class RangeEdges {
    private RangeEdges() {}

    static List<Double> justOutside(Setting setting) {
        ValueRange range = setting.range();
        List<Double> outside = new ArrayList<>(List.of(lowest(setting) - 1, highest(setting) + 1));
        for (double value : range.values()) {
            outside.add(value + 0.5);
        }
        if (range.step() > 0) {
            outside.add(range.min() + range.step() / 2);
        }
        outside.removeIf(range::allows);
        return outside;
    }

    static double lowest(Setting setting) {
        return setting.range().values().isEmpty()
                ? setting.range().min()
                : setting.range().values().getFirst();
    }

    static double highest(Setting setting) {
        return setting.range().values().isEmpty()
                ? setting.range().max()
                : setting.range().values().getLast();
    }
}
