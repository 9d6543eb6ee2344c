package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Condition.Comparison;
import io.github.joulekeeper.rule.Expression.Operator;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A condition or value as written: parsed, but with names and types unresolved. */
public sealed interface Syntax {
    Span span();

    /** A number without a unit; never negative. */
    record Number(double value, Span span) implements Syntax {}

    /** A number with a unit other than one of time. */
    record Quantity(double value, Unit unit, Span span) implements Syntax {}

    /** A length of time such as {@code 90s}, {@code 1h30m} or {@code 15 min}. */
    record Length(long millis, Span span) implements Syntax {}

    /** A time of day; {@code 24:00} is 86400 seconds. */
    record Clock(int seconds, Span span) implements Syntax {}

    /** A day, {@code 2026-12-24}. */
    record Day(LocalDate date, Span span) implements Syntax {}

    /** A version such as {@code V1.2.0.47}, packed as stations report it. */
    record Version(long packed, Span span) implements Syntax {}

    /** Text in quotes. */
    record Text(String value, Span span) implements Syntax {}

    /** {@code true} or {@code false}. */
    record Constant(boolean value, Span span) implements Syntax {}

    /** A quota, a setting, a label or one of the built-in names, on the rule's own station. */
    record Name(String name, Span span) implements Syntax {}

    /** {@code device("garage").name}. */
    record DeviceName(String device, String name, Span deviceSpan, Span nameSpan, Span span) implements Syntax {}

    /** {@code rule("id").active}, or {@code device("garage").rule("id").active}. */
    record RuleActive(Optional<String> device, String rule, Span deviceSpan, Span ruleSpan, Span span)
            implements Syntax {}

    record Call(String function, List<Syntax> arguments, Span functionSpan, Span span) implements Syntax {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Negate(Syntax operand, Span span) implements Syntax {}

    record Arithmetic(Syntax left, Operator operator, Syntax right, Span span) implements Syntax {}

    record Compare(Syntax left, Comparison comparison, Syntax right, Optional<Syntax> hysteresis, Span span)
            implements Syntax {}

    /** {@code value in low..high} or {@code value in [item, …]}. */
    record In(Syntax value, List<Item> items, boolean bracketed, Span span) implements Syntax {
        public In {
            items = List.copyOf(items);
        }
    }

    /** One item of what a value may be in: a single value, or a range when {@code high} is given. */
    record Item(Syntax low, Optional<Syntax> high, Span span) {}

    /** {@code bits has flag}. */
    record Has(Syntax value, Syntax flag, Span span) implements Syntax {}

    /** {@code part for duration}. */
    record Held(Syntax part, Length duration, Span span) implements Syntax {}

    record Not(Syntax part, Span span) implements Syntax {}

    record And(List<Syntax> parts, Span span) implements Syntax {
        public And {
            parts = List.copyOf(parts);
        }
    }

    record Or(List<Syntax> parts, Span span) implements Syntax {
        public Or {
            parts = List.copyOf(parts);
        }
    }
}
