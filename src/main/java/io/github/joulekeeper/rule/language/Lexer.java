package io.github.joulekeeper.rule.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cuts a text into words, in one pass. */
final class Lexer {
    static final Set<String> KEYWORDS = Set.of("and", "or", "not", "for", "in", "has", "hysteresis", "true", "false");

    /** What people write from habit, with the word of this language. */
    private static final Map<String, String> HABITS = Map.ofEntries(
            Map.entry("&&", "'and'"),
            Map.entry("||", "'or'"),
            Map.entry("&", "'and'"),
            Map.entry("|", "'or'"),
            Map.entry("!", "'not'"),
            Map.entry("=", "'=='"),
            Map.entry("===", "'=='"),
            Map.entry("<>", "'!='"),
            Map.entry("=<", "'<='"),
            Map.entry("=>", "'>='"),
            Map.entry("≤", "'<='"),
            Map.entry("≥", "'>='"),
            Map.entry("≠", "'!='"),
            Map.entry("–", "a plain hyphen '-'"),
            Map.entry("−", "a plain hyphen '-'"),
            Map.entry("×", "'*'"),
            Map.entry("÷", "'/'"),
            Map.entry("…", "'..'"),
            Map.entry("...", "'..'"),
            Map.entry("“", "a plain quote '\"'"),
            Map.entry("”", "a plain quote '\"'"),
            Map.entry("{", "quotes around a value that contains braces"),
            Map.entry("°", "'°C', with the number before it"),
            Map.entry("%", "a number before the percent sign, such as 20%"));

    private static final List<String> SYMBOLS = List.of(
            "...", "===", "<=", ">=", "==", "!=", "<>", "=<", "=>", "&&", "||", "..", "<", ">", "+", "-", "*", "/", "(",
            ")", "[", "]", ",", ".");

    private final String text;
    private final Literals literals;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(Passage passage) {

        this.text = passage.text();
        this.literals = new Literals(passage);
    }

    /** All words of the passage, with {@link Token.Kind#END} as the last. */
    static List<Token> tokens(Passage passage) throws SyntaxError {
        return new Lexer(passage).read();
    }

    private List<Token> read() throws SyntaxError {
        while (true) {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                tokens.add(new Token(Token.Kind.END, "", at, at, null));
                return tokens;
            }
            readOne();
        }
    }

    private void readOne() throws SyntaxError {
        char c = text.charAt(at);
        if (Literals.isDigit(c)) {
            literal(literals.number(at));
        } else if (literals.startsVersion(at)) {
            literal(literals.version(at));
        } else if (isNameStart(c)) {
            name();
        } else if (c == '"' || c == '\'') {
            quoted(c);
        } else {
            symbol();
        }
    }

    private void literal(Syntax literal) {
        Span span = literal.span();
        tokens.add(new Token(
                Token.Kind.LITERAL, text.substring(span.start(), span.end()), span.start(), span.end(), literal));
        at = span.end();
    }

    private void name() throws SyntaxError {
        int start = at;
        at = endOfName(text, at);
        String name = text.substring(start, at);
        if (KEYWORDS.contains(name)) {
            tokens.add(new Token(Token.Kind.KEYWORD, name, start, at, null));
            return;
        }
        String lower = name.toLowerCase(java.util.Locale.ROOT);
        if (KEYWORDS.contains(lower)) {
            throw new SyntaxError(start, at, "unknown word '%s'. Did you mean '%s'?".formatted(name, lower));
        }
        tokens.add(new Token(Token.Kind.NAME, name, start, at, null));
    }

    /** A name goes on over a dot or hyphen when a letter follows it (over a dot, also when a digit does). */
    static int endOfName(String text, int start) {
        int end = start + 1;
        while (end < text.length()) {
            char c = text.charAt(end);
            char next = end + 1 < text.length() ? text.charAt(end + 1) : ' ';
            boolean joins =
                    (c == '.' && (isNameStart(next) || Literals.isDigit(next))) || (c == '-' && isNameStart(next));
            if (!joins && !isNameStart(c) && !Literals.isDigit(c)) {
                break;
            }
            end++;
        }
        return end;
    }

    private void quoted(char quote) throws SyntaxError {
        int start = at;
        StringBuilder said = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                tokens.add(new Token(Token.Kind.TEXT, said.toString(), start, at, null));
                return;
            }
            if (c == '\\' && at + 1 < text.length() && "\\\"'".indexOf(text.charAt(at + 1)) >= 0) {
                at++;
            }
            said.append(text.charAt(at));
        }
        throw new SyntaxError(start, at, "the text in quotes that begins here has no end. Add a closing " + quote);
    }

    private void symbol() throws SyntaxError {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                refuseHabit(symbol);
                refuseNumberWithoutZero(symbol);
                tokens.add(new Token(Token.Kind.SYMBOL, symbol, at, at + symbol.length(), null));
                at += symbol.length();
                return;
            }
        }
        String character = Character.toString(text.codePointAt(at));
        refuseHabit(character);
        throw new SyntaxError(
                at,
                at + character.length(),
                "unexpected character %s. Conditions are made of names, numbers, texts in quotes and operators"
                        .formatted(shown(character)));
    }

    private void refuseHabit(String symbol) throws SyntaxError {
        String instead = HABITS.get(symbol);
        if (instead != null) {
            throw new SyntaxError(
                    at, at + symbol.length(), "'%s' is not an operator here. Write %s".formatted(symbol, instead));
        }
    }

    private void refuseNumberWithoutZero(String symbol) throws SyntaxError {
        if (symbol.equals(".") && at + 1 < text.length() && Literals.isDigit(text.charAt(at + 1))) {
            int end = at + 1;
            while (end < text.length() && Literals.isDigit(text.charAt(end))) {
                end++;
            }
            String fraction = text.substring(at, end);
            throw new SyntaxError(at, end, "'%s' is not a number here. Write 0%s".formatted(fraction, fraction));
        }
    }

    private static String shown(String character) {
        int codePoint = character.codePointAt(0);
        return Character.isISOControl(codePoint) || !Character.isDefined(codePoint) || Character.isWhitespace(codePoint)
                ? "U+%04X".formatted(codePoint)
                : "'" + character + "'";
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\u00a0';
    }

    static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
