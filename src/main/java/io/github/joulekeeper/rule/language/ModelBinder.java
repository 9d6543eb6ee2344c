package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.BoundRule;
import io.github.joulekeeper.rule.BoundRule.Assignment;
import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** Binds rules that {@link RuleLanguage} parsed. It has no state: one is enough for all. */
public final class ModelBinder implements RuleBinder {
    @Override
    public Binding bind(Rule rule, Model model, Scope scope) {
        BindingContext context = new BindingContext(model, scope);
        ExpressionBinder expressions = new ExpressionBinder(context);
        ConditionBinder conditions = new ConditionBinder(context, expressions);
        ValueBinder values = new ValueBinder(context, expressions);

        Condition when = conditions.bind(syntax(rule.when()));
        Optional<Condition> until =
                rule.until().flatMap(condition -> Optional.ofNullable(conditions.bind(syntax(condition))));
        List<Assignment> set = values.bindAll(rule.set());
        BoundRule.Ending ending = ending(rule.otherwise(), values);
        if (when == null || !context.issues().isEmpty()) {
            return new Binding.Unfit(List.copyOf(context.issues()));
        }
        return new Binding.Bound(new BoundRule(rule, model, when, until, set, ending, context.slots()));
    }

    private static BoundRule.Ending ending(Rule.SourceEnding ending, ValueBinder values) {
        return switch (ending) {
            case Rule.SourceEnding.Keep() -> new BoundRule.Ending.Keep();
            case Rule.SourceEnding.Restore() -> new BoundRule.Ending.Restore();
            case Rule.SourceEnding.Assign(List<Rule.SourceAssignment> assignments) ->
                new BoundRule.Ending.Assign(values.bindAll(assignments));
        };
    }

    /**
     * A constant for a setting, in the setting's unit: a literal with or without a unit, a label, {@code true}. It need
     * not be in the setting's range.
     *
     * @param issues told what is wrong when the result is empty
     */
    public static OptionalDouble constant(ParsedValue value, Setting setting, Model model, Consumer<RuleIssue> issues) {
        BindingContext context = new BindingContext(model, new NoScope());
        Typed typed = new ValueBinder(context, new ExpressionBinder(context)).unchecked(value.syntax(), setting);
        if (typed != null && !typed.isConstant()) {
            context.error(
                    value.syntax().span(),
                    "'%s' is not a constant. Write a number or one of the setting's values".formatted(typed.text()));
        }
        context.issues().forEach(issues);
        return typed == null || !typed.isConstant()
                ? OptionalDouble.empty()
                : OptionalDouble.of(ValueBinder.inUnit(typed, setting));
    }

    static Syntax syntax(Rule.SourceCondition condition) {
        if (condition instanceof ParsedCondition parsed) {
            return parsed.syntax();
        }
        throw new IllegalArgumentException(
                "The condition '%s' must come from RuleLanguage".formatted(condition.text()));
    }

    static Syntax syntax(Rule.SourceExpression value) {
        if (value instanceof ParsedValue parsed) {
            return parsed.syntax();
        }
        throw new IllegalArgumentException("The value '%s' must come from RuleLanguage".formatted(value.text()));
    }

    /** The scope of constants, which name nothing. */
    private record NoScope() implements Scope {
        @Override
        public Optional<Other> device(String nameOrSerial) {
            return Optional.empty();
        }

        @Override
        public boolean hasRule(String id) {
            return false;
        }
    }
}
