package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Rule;

/**
 * A setting's value that was parsed, but not bound to a model: a literal or an expression. Two of them are equal if they
 * are the same tree, wherever they stand.
 *
 * @param text the canonical text
 */
public record ParsedValue(Syntax syntax, String text) implements Rule.SourceExpression {
    ParsedValue(Syntax syntax) {
        this(syntax, Printer.print(syntax));
    }
}
