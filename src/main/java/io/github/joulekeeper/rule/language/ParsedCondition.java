package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Rule;

/**
 * A condition that was parsed, but not bound to a model. Two of them are equal if they are the same tree, wherever they
 * stand.
 *
 * @param text the canonical text
 */
public record ParsedCondition(Syntax syntax, String text) implements Rule.SourceCondition {
    ParsedCondition(Syntax syntax) {
        this(syntax, Printer.print(syntax));
    }
}
