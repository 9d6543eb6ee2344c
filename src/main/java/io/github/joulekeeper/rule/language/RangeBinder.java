package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds {@code value in low..high} and {@code value in [item, …]}. */
final class RangeBinder {
    private final BindingContext context;
    private final ExpressionBinder expressions;

    RangeBinder(BindingContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    @Nullable
    Condition bind(Syntax.In in, String text) {
        Typed value = expressions.bind(in.value());
        if (value == null) {
            return null;
        }
        List<Expression> options = new ArrayList<>();
        List<Condition> parts = new ArrayList<>();
        boolean sound = true;
        for (Syntax.Item item : in.items()) {
            Typed low = item(item.low(), value);
            if (item.high().isEmpty()) {
                sound &= low != null && suitsEquality(value, item.low());
                if (low != null) {
                    options.add(low.expression());
                }
                continue;
            }
            Typed high = item(item.high().get(), value);
            Condition range = low == null || high == null ? null : range(value, low, high, item, in, text);
            sound &= range != null;
            if (range != null) {
                parts.add(range);
            }
        }
        if (!sound) {
            return null;
        }
        if (!options.isEmpty()) {
            parts.addFirst(new Condition.OneOf(value.expression(), options, oneOfText(value, options, parts, text)));
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.Or(parts, text);
    }

    private static String oneOfText(Typed value, List<Expression> options, List<Condition> ranges, String text) {
        return ranges.isEmpty()
                ? text
                : "%s in [%s]"
                        .formatted(
                                value.text(),
                                String.join(
                                        ", ",
                                        options.stream().map(Expression::text).toList()));
    }

    private @Nullable Typed item(Syntax syntax, Typed value) {
        Typed bound = expressions.bindBeside(syntax, value.type());
        return bound == null ? null : expressions.fit(bound, value, syntax.span());
    }

    private boolean suitsEquality(Typed value, Syntax item) {
        if (!(value.type() instanceof Type.TimeOfDay)) {
            return true;
        }
        String text = BindingContext.text(item);
        context.error(
                item.span(),
                "a time of day is a single second and would be missed. Write a range that begins with it, as in %s..23:59"
                        .formatted(text));
        return false;
    }

    private @Nullable Condition range(
            Typed value, Typed low, Typed high, Syntax.Item item, Syntax.In in, String wholeText) {
        String text = in.items().size() == 1
                ? wholeText
                : "%s in %s".formatted(value.text(), item.span().text());
        Expression subject = value.expression();
        return switch (value.type()) {
            case Type.TimeOfDay time -> {
                if (low.isConstant() && low.constant() == high.constant()) {
                    yield context.error(
                            item.span(),
                            "the range begins and ends at %s and so covers no time. The whole day is 00:00..24:00"
                                    .formatted(low.text()));
                }
                yield new Condition.Cyclic(subject, low.expression(), high.expression(), false, text);
            }
            case Type.Weekday weekday -> new Condition.Cyclic(subject, low.expression(), high.expression(), true, text);
            case Type.Month month -> new Condition.Cyclic(subject, low.expression(), high.expression(), true, text);
            case Type.Switch toggle -> noRange(value, item);
            case Type.Coded coded -> noRange(value, item);
            case Type.Bits bits -> noRange(value, item);
            default -> between(subject, low, high, item, text);
        };
    }

    private @Nullable Condition noRange(Typed value, Syntax.Item item) {
        return context.error(
                item.span(),
                "'%s' is %s and has no ranges. List values, as in %s in [a, b]"
                        .formatted(value.text(), value.type().described(), value.text()));
    }

    private @Nullable Condition between(Expression subject, Typed low, Typed high, Syntax.Item item, String text) {
        if (low.isConstant() && high.isConstant() && low.constant() > high.constant()) {
            return context.error(
                    item.span(),
                    "the range runs backwards and holds nothing. Write %s..%s".formatted(high.text(), low.text()));
        }
        return new Condition.Between(subject, low.expression(), high.expression(), text);
    }
}
