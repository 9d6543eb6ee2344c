package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the binding of one rule to one model works on: the model, the scope, the memory slots given out, the issues found. */
final class BindingContext {
    private static final int MOST_ISSUES = 50;

    private final Model model;
    private final RuleBinder.Scope scope;
    private final List<RuleIssue> issues = new ArrayList<>();
    private int slots;

    BindingContext(Model model, RuleBinder.Scope scope) {
        this.model = model;
        this.scope = scope;
    }

    Model model() {
        return model;
    }

    RuleBinder.Scope scope() {
        return scope;
    }

    List<RuleIssue> issues() {
        return issues;
    }

    int slots() {
        return slots;
    }

    int nextSlot() {
        return slots++;
    }

    void add(RuleIssue issue) {
        if (issues.size() < MOST_ISSUES && !issues.contains(issue)) {
            issues.add(issue);
        }
    }

    /** Notes an error; returns null, which stands for "could not be bound, and it was said why". */
    <T> @Nullable T error(Span span, String message) {
        add(span.passage().issue(RuleIssue.Severity.ERROR, span.start(), span.end(), message));
        return null;
    }

    /** A part of the rule as its file says it, or as printed where a map says it. */
    static String text(Syntax syntax) {
        String written = syntax.span().text();
        return written.isEmpty() ? Printer.print(syntax) : written;
    }
}
