package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Condition.Comparison;
import io.github.joulekeeper.rule.Expression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds comparisons, hysteresis and flags. */
final class ComparisonBinder {
    private final BindingContext context;
    private final ExpressionBinder expressions;
    private final ConditionBinder conditions;
    private final RangeBinder ranges;

    ComparisonBinder(BindingContext context, ExpressionBinder expressions, ConditionBinder conditions) {
        this.context = context;
        this.expressions = expressions;
        this.conditions = conditions;
        this.ranges = new RangeBinder(context, expressions);
    }

    private record Pair(Typed left, Typed right, Typed lead) {}

    @Nullable
    Condition compare(Syntax.Compare compare, String text) {
        if (ConditionBinder.isCondition(compare.left()) || ConditionBinder.isCondition(compare.right())) {
            return truths(compare, text);
        }
        Pair pair = pair(compare);
        if (pair == null || !suits(compare, pair.lead())) {
            return null;
        }
        Expression left = pair.left().expression();
        Expression right = pair.right().expression();
        if (compare.hysteresis().isEmpty()) {
            return new Condition.Compare(left, compare.comparison(), right, text);
        }
        Expression band = band(compare, compare.hysteresis().get(), pair.lead());
        return band == null
                ? null
                : new Condition.Hysteresis(left, compare.comparison(), right, band, context.nextSlot(), text);
    }

    @Nullable
    Condition in(Syntax.In in, String text) {
        return ranges.bind(in, text);
    }

    @Nullable
    Condition has(Syntax.Has has, String text) {
        Typed value = expressions.bind(has.value());
        if (value == null) {
            return null;
        }
        if (!(value.type() instanceof Type.Bits bits) || !(value.expression() instanceof Expression.Reading reading)) {
            return context.error(
                    has.value().span(),
                    "'%s' is %s. Only a set of flags can be asked with 'has'"
                            .formatted(value.text(), value.type().described()));
        }
        Optional<Integer> bit = bit(has.flag(), bits.flags());
        if (bit.isPresent()) {
            return new Condition.Flag(reading, bit.get(), text);
        }
        List<String> known = bits.flags().values().stream().sorted().toList();
        String flag = has.flag() instanceof Syntax.Text quoted ? quoted.value() : BindingContext.text(has.flag());
        String near = Suggestion.didYouMean(flag, known);
        String list = known.isEmpty() ? " Write the bit's number, from 0" : " Known are " + String.join(", ", known);
        return context.error(
                has.flag().span(),
                "unknown flag '%s' of %s.%s".formatted(flag, value.text(), near.isEmpty() ? list : near));
    }

    private static Optional<Integer> bit(Syntax flag, Map<Integer, String> flags) {
        return switch (flag) {
            case Syntax.Number number
            when number.value() == Math.rint(number.value()) && number.value() < 32 ->
                Optional.of((int) number.value());
            case Syntax.Name name -> named(name.name(), flags);
            case Syntax.Text text -> named(text.value(), flags);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> named(String name, Map<Integer, String> flags) {
        return flags.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** {@code online == true} and the like. */
    private @Nullable Condition truths(Syntax.Compare compare, String text) {
        boolean constantLeft = compare.left() instanceof Syntax.Constant;
        Syntax other = constantLeft ? compare.right() : compare.left();
        Syntax constant = constantLeft ? compare.left() : compare.right();
        boolean equality = compare.comparison() == Comparison.EQUAL || compare.comparison() == Comparison.NOT_EQUAL;
        if (!(constant instanceof Syntax.Constant truth) || !equality) {
            Syntax condition = ConditionBinder.isCondition(compare.left()) ? compare.left() : compare.right();
            return context.error(
                    condition.span(),
                    "'%s' is true or false and compares only with == true or == false. Join conditions with 'and' or 'or'"
                            .formatted(BindingContext.text(condition)));
        }
        Condition bound = conditions.bind(other);
        if (bound == null) {
            return null;
        }
        boolean asIs = truth.value() == (compare.comparison() == Comparison.EQUAL);
        return asIs ? bound : new Condition.Not(bound, text);
    }

    private @Nullable Pair pair(Syntax.Compare compare) {
        boolean labelFirst = compare.left() instanceof Syntax.Text
                || (compare.left() instanceof Syntax.Name name
                        && !expressions.names().knows(name.name())
                        && !name.name().contains("."));
        Syntax firstSyntax = labelFirst ? compare.right() : compare.left();
        Syntax secondSyntax = labelFirst ? compare.left() : compare.right();
        Typed first = expressions.bind(firstSyntax);
        if (first == null) {
            return null;
        }
        Typed second = expressions.bindBeside(secondSyntax, first.type());
        if (second == null) {
            return null;
        }
        Typed lead = first.isBare() ? second : first;
        Typed fittedFirst = expressions.fit(first, lead, firstSyntax.span());
        Typed fittedSecond = expressions.fit(second, lead, secondSyntax.span());
        if (fittedFirst == null || fittedSecond == null) {
            return null;
        }
        return labelFirst ? new Pair(fittedSecond, fittedFirst, lead) : new Pair(fittedFirst, fittedSecond, lead);
    }

    /** Whether values of this type compare so. */
    private boolean suits(Syntax.Compare compare, Typed lead) {
        boolean equality = compare.comparison() == Comparison.EQUAL || compare.comparison() == Comparison.NOT_EQUAL;
        String remedy = switch (lead.type()) {
            case Type.TimeOfDay time
            when equality ->
                "A time of day is a single second and would be missed. Write a range, as in time in 12:00..12:05";
            case Type.Weekday weekday when !equality -> "Write days, as in weekday in mon..fri";
            case Type.Switch toggle when !equality -> "Compare it with == or !=";
            case Type.Coded coded when !equality -> "Compare it with == or !=";
            case Type.Bits bits when !equality -> "Ask for a flag with 'has', or for any with != 0";
            default -> "";
        };
        if (remedy.isEmpty()) {
            return true;
        }
        context.error(
                compare.span(),
                "'%s' is %s, which %s does not suit. %s"
                        .formatted(
                                lead.text(),
                                lead.type().described(),
                                compare.comparison().symbol(),
                                remedy));
        return false;
    }

    private @Nullable Expression band(Syntax.Compare compare, Syntax band, Typed lead) {
        boolean equality = compare.comparison() == Comparison.EQUAL || compare.comparison() == Comparison.NOT_EQUAL;
        if (equality || !(lead.isBare() || lead.type() instanceof Type.Quantity)) {
            return context.error(
                    band.span(), "hysteresis goes with <, <=, > and >= between numbers, as in soc < 20 hysteresis 5");
        }
        Typed bound = expressions.bind(band);
        Typed fitted = bound == null ? null : expressions.fit(bound, lead, band.span());
        if (fitted == null) {
            return null;
        }
        if (fitted.isConstant() && fitted.constant() <= 0) {
            return context.error(band.span(), "the hysteresis must be above 0, not " + fitted.text());
        }
        return fitted.expression();
    }
}
