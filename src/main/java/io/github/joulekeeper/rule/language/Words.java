package io.github.joulekeeper.rule.language;

import java.util.List;

/**
 * The words of a text as the parser goes over them, with the bounds that every text must keep: its length, how deep it
 * nests and how high a tree it makes. They are why no text can exhaust the stack, here or in what walks over the tree.
 */
final class Words {
    /** The longest text of one condition or value, in characters. */
    static final int LONGEST = 4_000;

    /** How deep parentheses, functions, {@code not} and signs may nest. */
    static final int DEEPEST = 40;

    /** How high a tree may be; sums and products grow by one with each operator. */
    static final int HIGHEST = 120;

    /** How many operands of one operator, arguments or items may follow each other. */
    static final int LONGEST_CHAIN = 200;

    private final Passage passage;
    private final List<Token> tokens;
    private int at;
    private int depth;

    /** The height of the tree that the last production gave. */
    private int height;

    Words(Passage passage) throws SyntaxError {
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

    int at() {
        return at;
    }

    int height() {
        return height;
    }

    /** Begins a tree of one leaf. */
    void leaf() {
        height = 1;
    }

    void height(int of) {
        height = of;
    }

    /** Goes a level deeper without asking whether it is too deep. */
    void deeper() {
        depth++;
    }

    void leave() {
        depth--;
    }

    Token peekAfter() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token expect(String symbol, String what) throws SyntaxError {
        Token token = next();
        if (!token.is(symbol)) {
            throw new SyntaxError(token, "%s: '%s' is missing before %s".formatted(what, symbol, token.described()));
        }
        return token;
    }

    void enter(Token token) throws SyntaxError {
        if (++depth > DEEPEST) {
            throw new SyntaxError(
                    token, "the condition is nested too deep: more than %d levels. Simplify it".formatted(DEEPEST));
        }
    }

    /** Puts a node on trees of which the highest has this height. */
    void grow(int highest) throws SyntaxError {
        height = highest + 1;
        if (height > HIGHEST) {
            throw new SyntaxError(
                    peek(),
                    "the condition is too long to follow: it has more than %d steps. Split it".formatted(HIGHEST));
        }
    }

    void boundChain(int length) throws SyntaxError {
        if (length > LONGEST_CHAIN) {
            throw new SyntaxError(
                    peek(), "more than %d operands in a row. Split the condition".formatted(LONGEST_CHAIN));
        }
    }

    boolean accept(String symbol) {
        if (peek().is(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    Token peek() {
        return tokens.get(at);
    }

    /** The next word; the end is never passed. */
    Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Token.Kind.END) {
            at++;
        }
        return token;
    }

    /** From the word at the index to the last one that was read, parentheses included. */
    Span since(int start) {
        return new Span(passage, tokens.get(start).start(), tokens.get(at - 1).end());
    }

    Span span(Token token) {
        return new Span(passage, token.start(), token.end());
    }
}
