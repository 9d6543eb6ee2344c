package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.RuleIssue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Parses the texts of rule files. What is wrong goes to the given consumer, and the result is then empty. */
public final class RuleLanguage {
    private RuleLanguage() {}

    /** Parses a condition such as {@code soc < 20% for 2m}. */
    public static Optional<ParsedCondition> condition(Passage passage, Consumer<RuleIssue> issues) {
        return syntax(passage, issues).map(ParsedCondition::new);
    }

    /** The condition that is always true. */
    public static ParsedCondition always() {
        return new ParsedCondition(new Syntax.Constant(true, new Span(Passage.of("", ""), 0, 0)));
    }

    /** Parses a setting's value: a literal or an expression. */
    public static Optional<ParsedValue> value(Passage passage, Consumer<RuleIssue> issues) {
        return syntax(passage, issues).map(ParsedValue::new);
    }

    /** Parses a length of time such as {@code 1h30m}. */
    public static Optional<Duration> duration(Passage passage, Consumer<RuleIssue> issues) {
        Optional<Syntax> parsed = syntax(passage, issues);
        if (parsed.isEmpty()) {
            return Optional.empty();
        }
        if (parsed.get() instanceof Syntax.Length length) {
            return Optional.of(Duration.ofMillis(length.millis()));
        }
        String text = passage.text().strip();
        String remedy = parsed.get() instanceof Syntax.Number
                ? "Add its unit: %ss, %sm or %sh".formatted(text, text, text)
                : "Write one such as 30s, 10m or 1h30m";
        issues.accept(passage.issue(
                RuleIssue.Severity.ERROR,
                0,
                passage.text().length(),
                "'%s' is not a length of time. %s".formatted(text, remedy)));
        return Optional.empty();
    }

    /** The conjunction that the map {@code all} says; a single part stands for itself. */
    public static ParsedCondition all(List<ParsedCondition> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : new ParsedCondition(new Syntax.And(syntaxes(parts), mapSpan(parts.getFirst())));
    }

    /** The disjunction that the map {@code any} says; a single part stands for itself. */
    public static ParsedCondition any(List<ParsedCondition> parts) {
        return parts.size() == 1
                ? parts.getFirst()
                : new ParsedCondition(new Syntax.Or(syntaxes(parts), mapSpan(parts.getFirst())));
    }

    /** The negation that the map {@code not} says. */
    public static ParsedCondition not(ParsedCondition part) {
        return new ParsedCondition(new Syntax.Not(part.syntax(), mapSpan(part)));
    }

    private static List<Syntax> syntaxes(List<ParsedCondition> parts) {
        return parts.stream().map(ParsedCondition::syntax).toList();
    }

    private static Span mapSpan(ParsedCondition first) {
        return first.syntax().span().collapsed();
    }

    private static Optional<Syntax> syntax(Passage passage, Consumer<RuleIssue> issues) {
        try {
            return Optional.of(Parser.parse(passage));
        } catch (SyntaxError error) {
            issues.accept(passage.issue(RuleIssue.Severity.ERROR, error.start(), error.end(), error.text()));
            return Optional.empty();
        }
    }
}
