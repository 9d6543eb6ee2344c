package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.BoundRule.Assignment;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import io.github.joulekeeper.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds the values that rules give to settings; constant ones must be in the setting's range. */
final class ValueBinder {
    private final BindingContext context;
    private final ExpressionBinder expressions;

    ValueBinder(BindingContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    List<Assignment> bindAll(List<Rule.SourceAssignment> assignments) {
        List<Assignment> bound = new ArrayList<>();
        for (Rule.SourceAssignment assignment : assignments) {
            Assignment one = bind(assignment);
            if (one != null) {
                bound.add(one);
            }
        }
        return bound;
    }

    private @Nullable Assignment bind(Rule.SourceAssignment assignment) {
        if (assignment.value() instanceof ParsedRaw raw) {
            return bind(raw);
        }
        Syntax syntax = ModelBinder.syntax(assignment.value());
        Optional<Setting> setting = context.model().setting(assignment.setting());
        if (setting.isEmpty()) {
            List<String> known = context.model().settings().stream()
                    .map(Setting::name)
                    .sorted()
                    .toList();
            String near = Suggestion.didYouMean(assignment.setting(), known);
            context.add(syntax.span()
                    .passage()
                    .file()
                    .error(
                            assignment.position().line(),
                            assignment.position().column(),
                            assignment.setting().length(),
                            "%s has no setting '%s'.%s"
                                    .formatted(
                                            context.model().name(),
                                            assignment.setting(),
                                            near.isEmpty() ? " It has " + String.join(", ", known) : near)));
            return null;
        }
        Typed value = value(syntax, setting.get());
        return value == null
                ? null
                : new Assignment(setting.get(), value.expression(), assignment.step(), assignment.every());
    }

    private @Nullable Assignment bind(ParsedRaw raw) {
        Optional<String> refusal = context.model().rawRefusal(raw.command().payload());
        if (refusal.isPresent()) {
            return context.error(raw.span(), refusal.get());
        }
        Expression once = new Expression.Literal(RawCommand.SENT, "once");
        return new Assignment(raw.command().setting(), once, Optional.empty(), Optional.empty());
    }

    /** Binds a value for a setting; null, and an error is noted, if it does not fit it. */
    @Nullable
    Typed value(Syntax syntax, Setting setting) {
        Typed value = unchecked(syntax, setting);
        return value != null && value.isConstant() ? inRange(value, setting, syntax) : value;
    }

    /** As {@link #value}, but a constant may be out of the setting's range. */
    @Nullable
    Typed unchecked(Syntax syntax, Setting setting) {
        Type type = NameBinder.type(setting);
        if (setting.kind() == Setting.Kind.DURATION
                && syntax instanceof Syntax.Name name
                && name.name().equals("never")) {
            return Typed.constant(0, type, "never");
        }
        Typed bound = expressions.bindBeside(syntax, type);
        Typed lead = Typed.variable(new Expression.SettingValue(DeviceRef.OWN, setting, setting.name()), type);
        return bound == null ? null : expressions.fit(bound, lead, syntax.span());
    }

    private @Nullable Typed inRange(Typed constant, Setting setting, Syntax syntax) {
        double value = inUnit(constant, setting);
        Optional<String> refusal = setting.refusal(value);
        return refusal.isPresent() ? context.error(syntax.span(), refusal.get()) : constant;
    }

    /** A constant in the setting's unit. */
    static double inUnit(Typed constant, Setting setting) {
        return new Assignment(setting, constant.expression(), Optional.empty(), Optional.empty())
                .inSettingUnit(constant.constant());
    }
}
