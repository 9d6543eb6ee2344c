package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Condition.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Parses conditions by recursive descent: one function for each level of the grammar.
 */
final class Parser {
    private final Words words;
    private final ValueParser values;

    private Parser(Passage passage) throws SyntaxError {
        this.words = new Words(passage);
        this.values = new ValueParser(words, this);
    }

    /** Parses the whole passage as a condition or a value; which of them it is shows when it is bound. */
    static Syntax parse(Passage passage) throws SyntaxError {
        Parser parser = new Parser(passage);
        if (parser.words.peek().kind() == Token.Kind.END) {
            throw new SyntaxError(0, 1, "a condition or value is missing here");
        }
        Syntax syntax = parser.or();
        parser.expectEnd();
        return syntax;
    }

    Syntax or() throws SyntaxError {
        int start = words.at();
        Syntax first = and();
        if (!words.peek().is("or")) {
            return first;
        }
        List<Syntax> parts = new ArrayList<>(List.of(first));
        while (words.accept("or")) {
            words.boundChain(parts.size());
            int highest = words.height();
            parts.add(and());
            words.height(Math.max(highest, words.height()));
        }
        words.grow(words.height());
        return new Syntax.Or(parts, words.since(start));
    }

    private Syntax and() throws SyntaxError {
        int start = words.at();
        Syntax first = not();
        if (!words.peek().is("and")) {
            return first;
        }
        List<Syntax> parts = new ArrayList<>(List.of(first));
        while (words.accept("and")) {
            words.boundChain(parts.size());
            int highest = words.height();
            parts.add(not());
            words.height(Math.max(highest, words.height()));
        }
        words.grow(words.height());
        return new Syntax.And(parts, words.since(start));
    }

    private Syntax not() throws SyntaxError {
        int start = words.at();
        Token token = words.peek();
        if (!words.accept("not")) {
            return timed();
        }
        words.enter(token);
        Syntax part = not();
        words.leave();
        words.grow(words.height());
        return new Syntax.Not(part, words.since(start));
    }

    private Syntax timed() throws SyntaxError {
        int start = words.at();
        Syntax part = comparison();
        if (!words.accept("for")) {
            return part;
        }
        Token token = words.peek();
        if (!(token.literal() instanceof Syntax.Length duration)) {
            throw new SyntaxError(
                    token, "a length of time must follow 'for', such as 2m or 1h30m, but here is " + token.described());
        }
        words.next();
        words.grow(words.height());
        return new Syntax.Held(part, duration, words.since(start));
    }

    private Syntax comparison() throws SyntaxError {
        int start = words.at();
        Syntax left = values.sum();
        Token token = words.peek();
        Optional<Comparison> comparison = comparison(token);
        if (comparison.isPresent()) {
            words.next();
            return compare(start, left, comparison.get());
        }
        if (token.is("not") && words.peekAfter().is("in")) {
            words.next();
            words.next();
            Syntax.In in = in(start, left);
            return new Syntax.Not(
                    new Syntax.In(
                            in.value(), in.items(), in.bracketed(), in.span().collapsed()),
                    in.span());
        }
        if (words.accept("in")) {
            return in(start, left);
        }
        if (words.accept("has")) {
            Syntax flag = values.primary();
            words.grow(words.height());
            return new Syntax.Has(left, flag, words.since(start));
        }
        return left;
    }

    private static Optional<Comparison> comparison(Token token) {
        return Arrays.stream(Comparison.values())
                .filter(comparison -> token.is(comparison.symbol()))
                .findFirst();
    }

    private Syntax compare(int start, Syntax left, Comparison comparison) throws SyntaxError {
        int highest = words.height();
        Syntax right = values.sum();
        highest = Math.max(highest, words.height());
        Optional<Syntax> hysteresis = Optional.empty();
        if (words.accept("hysteresis")) {
            hysteresis = Optional.of(values.sum());
        }
        words.grow(Math.max(highest, words.height()));
        Token next = words.peek();
        if (comparison(next).isPresent()) {
            throw new SyntaxError(
                    next, "comparisons do not chain. Write 'x in low..high', or two comparisons joined by 'and'");
        }
        return new Syntax.Compare(
                left,
                comparison,
                right,
                hysteresis,
                left.span().to(hysteresis.orElse(right).span()));
    }

    private Syntax.In in(int start, Syntax value) throws SyntaxError {
        int highest = words.height();
        if (!words.peek().is("[")) {
            Syntax.Item item = item();
            words.grow(Math.max(highest, words.height()));
            if (item.high().isEmpty()) {
                throw new SyntaxError(
                        words.peek(),
                        "after 'in' must come a range such as 20..80 or a list such as [mon, wed], but after %s is %s"
                                .formatted(
                                        item.low().span().text(), words.peek().described()));
            }
            return new Syntax.In(value, List.of(item), false, words.since(start));
        }
        Token open = words.next();
        words.enter(open);
        List<Syntax.Item> items = new ArrayList<>();
        do {
            words.boundChain(items.size());
            items.add(item());
            highest = Math.max(highest, words.height());
        } while (words.accept(","));
        words.expect("]", "the list that '[' begins has no end");
        words.leave();
        words.grow(highest);
        return new Syntax.In(value, items, true, words.since(start));
    }

    private Syntax.Item item() throws SyntaxError {
        int start = words.at();
        Syntax low = values.sum();
        if (!words.accept("..")) {
            return new Syntax.Item(low, Optional.empty(), words.since(start));
        }
        int highest = words.height();
        Syntax high = values.sum();
        words.height(Math.max(highest, words.height()));
        return new Syntax.Item(low, Optional.of(high), words.since(start));
    }

    private void expectEnd() throws SyntaxError {
        Token token = words.peek();
        if (token.kind() == Token.Kind.END) {
            return;
        }
        String remedy = token.is(")") || token.is("]")
                ? "nothing opened it"
                : token.is("..") ? "a range follows 'in', as in 'soc in 20..80'" : "an operator is missing before it";
        throw new SyntaxError(token, "unexpected %s: %s".formatted(token.described(), remedy));
    }
}
