package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Condition.Comparison;
import io.github.joulekeeper.rule.Expression.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Parses conditions by recursive descent: one function for each level of the grammar. Length and nesting are bounded, so
 * that no text can exhaust the stack here or in what walks over the tree.
 */
final class Parser {
    /** The longest text of one condition or value, in characters. */
    static final int LONGEST = 4_000;

    /** How deep parentheses, functions, {@code not} and signs may nest. */
    static final int DEEPEST = 40;

    /** How many operators of one level may follow each other. */
    static final int LONGEST_CHAIN = 200;

    private final Passage passage;
    private final List<Token> tokens;
    private int at;
    private int depth;

    private Parser(Passage passage) throws SyntaxError {
        this.passage = passage;
        String text = passage.text();
        if (text.length() > LONGEST) {
            throw new SyntaxError(
                    0,
                    1,
                    "the text is too long: %d characters where %d are allowed. Split it into several parts under all: or any:"
                            .formatted(text.length(), LONGEST));
        }
        this.tokens = Lexer.tokens(passage);
    }

    /** Parses the whole passage as a condition or a value; which of them it is shows when it is bound. */
    static Syntax parse(Passage passage) throws SyntaxError {
        Parser parser = new Parser(passage);
        if (parser.peek().kind() == Token.Kind.END) {
            throw new SyntaxError(0, 1, "a condition or value is missing here");
        }
        Syntax syntax = parser.or();
        parser.expectEnd();
        return syntax;
    }

    private Syntax or() throws SyntaxError {
        int start = at;
        Syntax first = and();
        if (!peek().is("or")) {
            return first;
        }
        List<Syntax> parts = new ArrayList<>(List.of(first));
        while (accept("or")) {
            boundChain(parts.size());
            parts.add(and());
        }
        return new Syntax.Or(parts, since(start));
    }

    private Syntax and() throws SyntaxError {
        int start = at;
        Syntax first = not();
        if (!peek().is("and")) {
            return first;
        }
        List<Syntax> parts = new ArrayList<>(List.of(first));
        while (accept("and")) {
            boundChain(parts.size());
            parts.add(not());
        }
        return new Syntax.And(parts, since(start));
    }

    private Syntax not() throws SyntaxError {
        int start = at;
        Token token = peek();
        if (!accept("not")) {
            return timed();
        }
        enter(token);
        Syntax part = not();
        depth--;
        return new Syntax.Not(part, since(start));
    }

    private Syntax timed() throws SyntaxError {
        int start = at;
        Syntax part = comparison();
        if (!accept("for")) {
            return part;
        }
        Token token = peek();
        if (!(token.literal() instanceof Syntax.Length duration)) {
            throw new SyntaxError(
                    token, "a length of time must follow 'for', such as 2m or 1h30m, but here is " + token.described());
        }
        at++;
        return new Syntax.Held(part, duration, since(start));
    }

    private Syntax comparison() throws SyntaxError {
        int start = at;
        Syntax left = sum();
        Token token = peek();
        Optional<Comparison> comparison = comparison(token);
        if (comparison.isPresent()) {
            at++;
            return compare(start, left, comparison.get());
        }
        if (token.is("not") && tokens.get(at + 1).is("in")) {
            at += 2;
            Syntax.In in = in(start, left);
            return new Syntax.Not(
                    new Syntax.In(
                            in.value(), in.items(), in.bracketed(), in.span().collapsed()),
                    in.span());
        }
        if (accept("in")) {
            return in(start, left);
        }
        if (accept("has")) {
            Syntax flag = primary();
            return new Syntax.Has(left, flag, since(start));
        }
        return left;
    }

    private static Optional<Comparison> comparison(Token token) {
        return Arrays.stream(Comparison.values())
                .filter(comparison -> token.is(comparison.symbol()))
                .findFirst();
    }

    private Syntax compare(int start, Syntax left, Comparison comparison) throws SyntaxError {
        Syntax right = sum();
        Optional<Syntax> hysteresis = Optional.empty();
        if (accept("hysteresis")) {
            hysteresis = Optional.of(sum());
        }
        Token next = peek();
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
        if (!peek().is("[")) {
            Syntax.Item item = item();
            if (item.high().isEmpty()) {
                throw new SyntaxError(
                        peek(),
                        "after 'in' must come a range such as 20..80 or a list such as [mon, wed], but after %s is %s"
                                .formatted(item.low().span().text(), peek().described()));
            }
            return new Syntax.In(value, List.of(item), false, since(start));
        }
        Token open = next();
        enter(open);
        List<Syntax.Item> items = new ArrayList<>();
        do {
            boundChain(items.size());
            items.add(item());
        } while (accept(","));
        expect("]", "the list that '[' begins");
        depth--;
        return new Syntax.In(value, items, true, since(start));
    }

    private Syntax.Item item() throws SyntaxError {
        int start = at;
        Syntax low = sum();
        if (!accept("..")) {
            return new Syntax.Item(low, Optional.empty(), since(start));
        }
        Syntax high = sum();
        return new Syntax.Item(low, Optional.of(high), since(start));
    }

    private Syntax sum() throws SyntaxError {
        int start = at;
        Syntax left = product();
        for (int length = 1; peek().is("+") || peek().is("-"); length++) {
            boundChain(length);
            Operator operator = next().text().equals("+") ? Operator.ADD : Operator.SUBTRACT;
            Syntax right = product();
            left = new Syntax.Arithmetic(left, operator, right, since(start));
        }
        return left;
    }

    private Syntax product() throws SyntaxError {
        int start = at;
        Syntax left = unary();
        for (int length = 1; peek().is("*") || peek().is("/"); length++) {
            boundChain(length);
            Operator operator = next().text().equals("*") ? Operator.MULTIPLY : Operator.DIVIDE;
            Syntax right = unary();
            left = new Syntax.Arithmetic(left, operator, right, since(start));
        }
        return left;
    }

    private Syntax unary() throws SyntaxError {
        int start = at;
        Token token = peek();
        if (!accept("-")) {
            return primary();
        }
        enter(token);
        Syntax operand = unary();
        depth--;
        return new Syntax.Negate(operand, since(start));
    }

    private Syntax primary() throws SyntaxError {
        Token token = next();
        if (token.literal() != null) {
            return token.literal();
        }
        if (token.is("true") || token.is("false")) {
            return new Syntax.Constant(token.is("true"), span(token));
        }
        if (token.kind() == Token.Kind.TEXT) {
            return new Syntax.Text(token.text(), span(token));
        }
        if (token.kind() == Token.Kind.NAME) {
            return peek().is("(") ? call(token) : new Syntax.Name(token.text(), span(token));
        }
        if (token.is("(")) {
            enter(token);
            Syntax inner = or();
            expect(")", "the parenthesis that '(' begins");
            depth--;
            return inner;
        }
        throw new SyntaxError(token, "a value is missing before " + token.described());
    }

    private Syntax call(Token function) throws SyntaxError {
        enter(next());
        if (function.text().equals("device")) {
            return device(function);
        }
        if (function.text().equals("rule")) {
            return rule(function, Optional.empty());
        }
        List<Syntax> arguments = new ArrayList<>();
        if (!peek().is(")")) {
            do {
                boundChain(arguments.size());
                arguments.add(sum());
            } while (accept(","));
        }
        Token close = expect(")", "the arguments of '" + function.text() + "'");
        depth--;
        return new Syntax.Call(
                function.text(), arguments, span(function), span(function).to(span(close)));
    }

    private Syntax device(Token function) throws SyntaxError {
        Token device = quoted("device", "garage");
        expectDot("device(\"%s\")".formatted(device.text()), "soc");
        Token name = name();
        if (name.text().equals("rule") && accept("(")) {
            depth++;
            return rule(function, Optional.of(device));
        }
        Span span = span(function).to(span(name));
        return new Syntax.DeviceName(device.text(), name.text(), span(device), span(name), span);
    }

    private Syntax rule(Token start, Optional<Token> device) throws SyntaxError {
        Token rule = quoted("rule", "night-charging");
        expectDot("rule(\"%s\")".formatted(rule.text()), "active");
        Token name = name();
        if (!name.text().equals("active")) {
            throw new SyntaxError(name, "a rule has no '%s'. Write .active".formatted(name.text()));
        }
        Span ruleSpan = span(rule);
        return new Syntax.RuleActive(
                device.map(Token::text),
                rule.text(),
                device.map(this::span).orElse(ruleSpan),
                ruleSpan,
                span(start).to(span(name)));
    }

    private Token quoted(String function, String example) throws SyntaxError {
        Token token = next();
        if (token.kind() != Token.Kind.TEXT) {
            String instead = token.kind() == Token.Kind.NAME ? token.text() : example;
            throw new SyntaxError(
                    token, "%s takes a name in quotes. Write %s(\"%s\")".formatted(function, function, instead));
        }
        expect(")", "the arguments of '" + function + "'");
        depth--;
        return token;
    }

    private void expectDot(String before, String example) throws SyntaxError {
        Token token = next();
        if (!token.is(".")) {
            throw new SyntaxError(token, "after %s must come a dot and a name, such as .%s".formatted(before, example));
        }
    }

    private Token name() throws SyntaxError {
        Token token = next();
        if (token.kind() != Token.Kind.NAME) {
            throw new SyntaxError(token, "a name is missing before " + token.described());
        }
        return token;
    }

    private void expectEnd() throws SyntaxError {
        Token token = peek();
        if (token.kind() == Token.Kind.END) {
            return;
        }
        String remedy = token.is(")") || token.is("]")
                ? "nothing opened it"
                : token.is("..") ? "a range follows 'in', as in 'soc in 20..80'" : "an operator is missing before it";
        throw new SyntaxError(token, "unexpected %s: %s".formatted(token.described(), remedy));
    }

    private Token expect(String symbol, String what) throws SyntaxError {
        Token token = next();
        if (!token.is(symbol)) {
            throw new SyntaxError(
                    token, "%s must go on or end with '%s', but here is %s".formatted(what, symbol, token.described()));
        }
        return token;
    }

    private void enter(Token token) throws SyntaxError {
        if (++depth > DEEPEST) {
            throw new SyntaxError(
                    token, "the condition is nested too deep: more than %d levels. Simplify it".formatted(DEEPEST));
        }
    }

    private void boundChain(int length) throws SyntaxError {
        if (length > LONGEST_CHAIN) {
            throw new SyntaxError(
                    peek(), "more than %d operands in a row. Split the condition".formatted(LONGEST_CHAIN));
        }
    }

    private boolean accept(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    private Token peek() {
        return tokens.get(at);
    }

    /** The next word; the end is never passed. */
    private Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /** From the word at the index to the last one that was read, parentheses included. */
    private Span since(int start) {
        return new Span(passage, tokens.get(start).start(), tokens.get(at - 1).end());
    }

    private Span span(Token token) {
        return new Span(passage, token.start(), token.end());
    }
}
