package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.RuleIssue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads what a person sets by hand, by the same rules as the values of rule files. */
public final class SettingValues {
    private static final int LONGEST = 200;

    private SettingValues() {}

    /**
     * A value that may be set, in the setting's unit.
     *
     * @param text a literal such as {@code 400}, {@code 400 W}, {@code true}, {@code 12h}, or one of the setting's labels
     * @throws IllegalArgumentException with a sentence that names setting, range and value, if it may not be set
     */
    public static double parse(String text, Setting setting, Model model) {
        List<RuleIssue> issues = new ArrayList<>();
        OptionalDouble value = OptionalDouble.empty();
        if (text.length() <= LONGEST) {
            Optional<ParsedValue> parsed = RuleLanguage.value(Passage.of("value", text), issues::add);
            value = parsed.isPresent()
                    ? ModelBinder.constant(parsed.get(), setting, model, issues::add)
                    : OptionalDouble.empty();
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException("%s must be %s, not '%s'%s"
                    .formatted(setting.name(), setting.formatRange(), shortened(text), why(issues)));
        }
        setting.refusal(value.getAsDouble()).ifPresent(refusal -> {
            throw new IllegalArgumentException(refusal);
        });
        return value.getAsDouble();
    }

    /**
     * A positive length of time such as {@code 30m}.
     *
     * @param name what it is for, for the message
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static Duration length(String name, String text) {
        List<RuleIssue> issues = new ArrayList<>();
        Optional<Duration> length = text.length() <= LONGEST
                ? RuleLanguage.duration(Passage.of(name, text), issues::add)
                : Optional.empty();
        return length.filter(Duration::isPositive)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s must be a length of time above 0, such as 30s, 10m or 1h30m, not '%s'%s"
                                .formatted(name, shortened(text), why(issues))));
    }

    private static String why(List<RuleIssue> issues) {
        return issues.isEmpty() ? "" : ": " + issues.getFirst().message();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, 40) + "…";
    }
}
