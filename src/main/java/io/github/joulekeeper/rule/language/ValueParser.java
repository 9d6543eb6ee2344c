package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.rule.Expression.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses values: sums, products, signs, literals, names and calls. */
final class ValueParser {
    private final Words words;
    private final Parser conditions;

    ValueParser(Words words, Parser conditions) {
        this.words = words;
        this.conditions = conditions;
    }

    Syntax sum() throws SyntaxError {
        int start = words.at();
        Syntax left = product();
        while (words.peek().is("+") || words.peek().is("-")) {
            int highest = words.height();
            Operator operator = words.next().text().equals("+") ? Operator.ADD : Operator.SUBTRACT;
            Syntax right = product();
            words.grow(Math.max(highest, words.height()));
            left = new Syntax.Arithmetic(left, operator, right, words.since(start));
        }
        return left;
    }

    private Syntax product() throws SyntaxError {
        int start = words.at();
        Syntax left = unary();
        while (words.peek().is("*") || words.peek().is("/")) {
            int highest = words.height();
            Operator operator = words.next().text().equals("*") ? Operator.MULTIPLY : Operator.DIVIDE;
            Syntax right = unary();
            words.grow(Math.max(highest, words.height()));
            left = new Syntax.Arithmetic(left, operator, right, words.since(start));
        }
        return left;
    }

    private Syntax unary() throws SyntaxError {
        int start = words.at();
        Token token = words.peek();
        if (!words.accept("-")) {
            return primary();
        }
        words.enter(token);
        Syntax operand = unary();
        words.leave();
        words.grow(words.height());
        return new Syntax.Negate(operand, words.since(start));
    }

    Syntax primary() throws SyntaxError {
        words.leaf();
        Token token = words.next();
        if (token.literal() != null) {
            return token.literal();
        }
        if (token.is("true") || token.is("false")) {
            return new Syntax.Constant(token.is("true"), words.span(token));
        }
        if (token.kind() == Token.Kind.TEXT) {
            return new Syntax.Text(token.text(), words.span(token));
        }
        if (token.kind() == Token.Kind.NAME) {
            return words.peek().is("(") ? call(token) : new Syntax.Name(token.text(), words.span(token));
        }
        if (token.is("(")) {
            words.enter(token);
            Syntax inner = conditions.or();
            words.expect(")", "'(' is not closed");
            words.leave();
            return inner;
        }
        throw new SyntaxError(token, "a value is missing before " + token.described());
    }

    private Syntax call(Token function) throws SyntaxError {
        words.enter(words.next());
        if (function.text().equals("device")) {
            return device(function);
        }
        if (function.text().equals("rule")) {
            return rule(function, Optional.empty());
        }
        List<Syntax> arguments = new ArrayList<>();
        int highest = 0;
        if (!words.peek().is(")")) {
            do {
                words.boundChain(arguments.size());
                arguments.add(sum());
                highest = Math.max(highest, words.height());
            } while (words.accept(","));
        }
        Token close = words.expect(")", "the arguments of '" + function.text() + "' have no end");
        words.leave();
        words.grow(highest);
        return new Syntax.Call(
                function.text(),
                arguments,
                words.span(function),
                words.span(function).to(words.span(close)));
    }

    private Syntax device(Token function) throws SyntaxError {
        Token device = quoted("device", "garage");
        expectDot("device(\"%s\")".formatted(device.text()), "soc");
        Token name = name();
        if (name.text().equals("rule") && words.accept("(")) {
            words.deeper();
            return rule(function, Optional.of(device));
        }
        Span span = words.span(function).to(words.span(name));
        return new Syntax.DeviceName(device.text(), name.text(), words.span(device), words.span(name), span);
    }

    private Syntax rule(Token start, Optional<Token> device) throws SyntaxError {
        Token rule = quoted("rule", "night-charging");
        expectDot("rule(\"%s\")".formatted(rule.text()), "active");
        Token name = name();
        if (!name.text().equals("active")) {
            throw new SyntaxError(name, "a rule has no '%s'. Write .active".formatted(name.text()));
        }
        Span ruleSpan = words.span(rule);
        return new Syntax.RuleActive(
                device.map(Token::text),
                rule.text(),
                device.map(words::span).orElse(ruleSpan),
                ruleSpan,
                words.span(start).to(words.span(name)));
    }

    private Token quoted(String function, String example) throws SyntaxError {
        Token token = words.next();
        if (token.kind() != Token.Kind.TEXT) {
            String instead = token.kind() == Token.Kind.NAME ? token.text() : example;
            throw new SyntaxError(
                    token, "%s takes a name in quotes. Write %s(\"%s\")".formatted(function, function, instead));
        }
        words.expect(")", "the arguments of '" + function + "' have no end");
        words.leave();
        return token;
    }

    private void expectDot(String before, String example) throws SyntaxError {
        Token token = words.next();
        if (!token.is(".")) {
            throw new SyntaxError(token, "after %s must come a dot and a name, such as .%s".formatted(before, example));
        }
    }

    private Token name() throws SyntaxError {
        Token token = words.next();
        if (token.kind() != Token.Kind.NAME) {
            throw new SyntaxError(token, "a name is missing before " + token.described());
        }
        return token;
    }
}
