package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.RawCommand;
import io.github.joulekeeper.rule.Rule;

/**
 * A vendor payload that stands in the place of a setting's value, to be sent as it is. Two of them are equal if their
 * payloads are, wherever they stand.
 *
 * @param span what to mark when it may not be sent
 */
public record ParsedRaw(RawCommand command, Span span) implements Rule.SourceExpression {
    @Override
    public String text() {
        return command.text();
    }
}
