package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.device.ValueRange;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a setting may be set to: listed values, or an interval.
 *
 * @param kind {@code switch}, {@code number}, {@code duration} or {@code choice}
 * @param unit the unit of all numbers here, such as {@code W}; empty for none
 * @param min the smallest value of an interval
 * @param max the largest value of an interval
 * @param step the distance between values from {@code min} on; 0 for any value in between
 * @param choices the values that are listed, absent for an interval
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RangeView(
        String kind,
        String unit,
        @Nullable Double min,
        @Nullable Double max,
        @Nullable Double step,
        @Nullable List<ChoiceView> choices) {

    /**
     * One of the listed values.
     *
     * @param text as people write it, in rules and when setting by hand
     */
    @RegisterForReflection
    public record ChoiceView(double value, String text) {}

    static RangeView of(Setting setting) {
        ValueRange range = setting.range();
        String kind = setting.kind().name().toLowerCase(Locale.ROOT);
        String unit = setting.unit().symbol();
        if (range.values().isEmpty()) {
            return new RangeView(kind, unit, range.min(), range.max(), range.step(), null);
        }
        List<ChoiceView> choices = range.values().stream()
                .map(value -> new ChoiceView(value, setting.format(value)))
                .toList();
        return new RangeView(kind, unit, null, null, null, choices);
    }
}
