package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.joulekeeper.engine.Explanation;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rule on a station and why it is where it is, as the API shows it.
 *
 * @param device the station's serial number
 * @param deviceName the station's name
 * @param state such as {@code active}
 * @param reason what brought it there
 * @param waitsFor what would change its state next; empty if nothing will
 * @param until when that comes by itself, if it does
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RuleView(
        String id,
        String device,
        String deviceName,
        int priority,
        String state,
        Instant since,
        String reason,
        String waitsFor,
        @Nullable Instant until,
        ConditionView when,
        @Nullable ConditionView untilCondition,
        List<ClaimView> claims) {

    /** A condition, or a part of one, with the readings that it uses. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConditionView(
            String text,
            String value,
            String note,
            @Nullable Instant since,
            @Nullable Instant due,
            List<String> readings,
            List<ConditionView> parts) {}

    /** What the rule claims. */
    @RegisterForReflection
    public record ClaimView(String setting, String value, Instant since, String reason) {}

    /** A rule on a station. @param deviceName the station's name */
    public static RuleView of(Explanation.OfRule rule, String deviceName) {
        return new RuleView(
                rule.rule(),
                rule.serial(),
                deviceName,
                rule.priority(),
                word(rule.phase()),
                rule.since(),
                rule.reason(),
                rule.waitsFor(),
                rule.until().orElse(null),
                of(rule.when()),
                rule.untilCondition().map(RuleView::of).orElse(null),
                rule.claims().stream()
                        .map(claim -> new ClaimView(
                                claim.setting().name(),
                                claim.setting().format(claim.value()),
                                claim.since(),
                                claim.reason()))
                        .toList());
    }

    private static ConditionView of(Explanation.OfCondition condition) {
        return new ConditionView(
                condition.text(),
                word(condition.truth()),
                condition.note(),
                condition.since().orElse(null),
                condition.due().orElse(null),
                condition.readings().stream().map(Explanation.OfReading::asText).toList(),
                condition.parts().stream().map(RuleView::of).toList());
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
