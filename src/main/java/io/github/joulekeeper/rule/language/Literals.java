package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Unit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the literals that begin with a digit, and versions: numbers with units, lengths of time, clocks, days. */
final class Literals {
    /** The longest length of time that rules may speak of. */
    static final long LONGEST_MILLIS = 366L * 86_400_000;

    private static final double LARGEST = 1e12;
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{1,2}-\\d{1,2}(?!\\d)");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})(?!\\d)(?::(\\d{2})(?!\\d))?");
    private static final Pattern CLOCK_LIKE = Pattern.compile("\\d+(:\\d*)+");
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final Pattern GROUPED = Pattern.compile("\\d+(?:_\\d+)+");
    private static final Pattern VERSION = Pattern.compile("[vV](\\d{1,3}(?:\\.\\d{1,3}){1,3})(?!\\.?\\w)");

    private final Passage passage;
    private final String text;

    Literals(Passage passage) {
        this.passage = passage;
        this.text = passage.text();
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The literal that begins with the digit at {@code start}. */
    Syntax number(int start) throws SyntaxError {
        Matcher matcher = CLOCK_LIKE.matcher(text);
        if (lookingAt(matcher, start)) {
            return clock(start, matcher.end());
        }
        matcher.usePattern(DAY);
        if (lookingAt(matcher, start)) {
            return day(start, matcher.end());
        }
        matcher.usePattern(GROUPED);
        if (lookingAt(matcher, start)) {
            String written = matcher.group();
            throw new SyntaxError(
                    start,
                    matcher.end(),
                    "'%s' is not a number here. Write %s".formatted(written, written.replace("_", "")));
        }
        return quantity(start);
    }

    private Syntax clock(int start, int end) throws SyntaxError {
        Matcher matcher = CLOCK.matcher(text);
        if (lookingAt(matcher, start) && matcher.end() == end) {
            int hours = Integer.parseInt(matcher.group(1));
            int minutes = Integer.parseInt(matcher.group(2));
            int seconds = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
            int total = hours * 3600 + minutes * 60 + seconds;
            if (minutes < 60 && seconds < 60 && total <= 86_400) {
                return new Syntax.Clock(total, span(start, end));
            }
        }
        throw new SyntaxError(
                start,
                end,
                "'%s' is not a time of day. Write hours and minutes from 00:00 to 24:00, such as 06:30"
                        .formatted(text.substring(start, end)));
    }

    private Syntax day(int start, int end) throws SyntaxError {
        String written = text.substring(start, end);
        try {
            return new Syntax.Day(LocalDate.parse(written), span(start, end));
        } catch (DateTimeException e) {
            throw new SyntaxError(
                    start, end, "'%s' is not a day. Write year, month and day, such as 2026-03-01".formatted(written));
        }
    }

    private Syntax quantity(int start) throws SyntaxError {
        int end = endOfNumber(start);
        double value = value(start, end);
        int unitStart = end;
        while (unitStart < text.length() && Lexer.isSpace(text.charAt(unitStart))) {
            unitStart++;
        }
        int unitEnd = endOfUnit(unitStart);
        String symbol = text.substring(unitStart, unitEnd);
        if (symbol.isEmpty()
                || Lexer.KEYWORDS.contains(symbol)
                || Lexer.KEYWORDS.contains(symbol.toLowerCase(Locale.ROOT))) {
            return new Syntax.Number(value, span(start, end));
        }
        Unit unit = unit(symbol, unitStart, unitEnd);
        if (unit.dimension() == Dimension.DURATION) {
            return length(start, value, unit, unitEnd, unitStart == end);
        }
        return new Syntax.Quantity(value, unit, span(start, unitEnd));
    }

    private int endOfNumber(int start) {
        Matcher matcher = NUMBER.matcher(text);
        return lookingAt(matcher, start) ? matcher.end() : start;
    }

    private double value(int start, int end) throws SyntaxError {
        String written = text.substring(start, end);
        if (written.length() > 1 && written.charAt(0) == '0' && isDigit(written.charAt(1))) {
            String stripped = written.replaceFirst("^0+(?=\\d)", "");
            throw new SyntaxError(
                    start, end, "'%s' begins with a zero that says nothing. Write %s".formatted(written, stripped));
        }
        double value = Double.parseDouble(written);
        if (value > LARGEST || written.length() > 40) {
            throw new SyntaxError(start, end, "the number is too large. Numbers go up to 1000000000000");
        }
        return value;
    }

    private int endOfUnit(int start) {
        int end = start;
        if (end < text.length() && text.charAt(end) == '%') {
            return end + 1;
        }
        if (end < text.length() && text.charAt(end) == '°') {
            end++;
        }
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private Unit unit(String symbol, int start, int end) throws SyntaxError {
        Optional<Unit> unit = Units.ofSymbol(symbol);
        if (unit.isPresent()) {
            return unit.get();
        }
        String whole =
                Lexer.isNameStart(symbol.charAt(0)) ? text.substring(start, Lexer.endOfName(text, start)) : symbol;
        boolean isName = !whole.equals(symbol);
        String hint = Units.suggestion(symbol)
                .map(near -> " Did you mean '%s'?".formatted(near))
                .orElse(isName ? " An operator is missing before '%s'".formatted(whole) : " Known are " + Units.LIST);
        throw new SyntaxError(start, end, "unknown unit '%s'.%s".formatted(symbol, hint));
    }

    /** Goes on while numbers with units of time follow without a space, as in {@code 1h30m}. */
    private Syntax length(int start, double first, Unit firstUnit, int firstEnd, boolean joined) throws SyntaxError {
        double seconds = firstUnit.toBase(first);
        int end = firstEnd;
        while (joined && end < text.length() && isDigit(text.charAt(end))) {
            int numberEnd = endOfNumber(end);
            int unitEnd = endOfUnit(numberEnd);
            Optional<Unit> unit = Units.ofSymbol(text.substring(numberEnd, unitEnd));
            if (unit.isEmpty() || unit.get().dimension() != Dimension.DURATION) {
                throw new SyntaxError(
                        start,
                        unitEnd,
                        "'%s' is not a length of time. Write each number with its unit (d, h, m, s), such as 1h30m"
                                .formatted(text.substring(start, unitEnd)));
            }
            seconds += unit.get().toBase(value(end, numberEnd));
            end = unitEnd;
        }
        double millis = seconds * 1000;
        if (millis > LONGEST_MILLIS) {
            throw new SyntaxError(
                    start,
                    end,
                    "'%s' is too long. Lengths of time go up to 366d".formatted(text.substring(start, end)));
        }
        return new Syntax.Length(Math.round(millis), span(start, end));
    }

    boolean startsVersion(int start) {
        char c = text.charAt(start);
        return (c == 'v' || c == 'V') && lookingAt(VERSION.matcher(text), start);
    }

    Syntax version(int start) throws SyntaxError {
        Matcher matcher = VERSION.matcher(text);
        if (!lookingAt(matcher, start)) {
            throw new IllegalStateException("No version begins at " + start);
        }
        long packed = 0;
        String[] parts = matcher.group(1).split("\\.");
        for (int i = 0; i < 4; i++) {
            int part = i < parts.length ? Integer.parseInt(parts[i]) : 0;
            if (part > 255) {
                throw new SyntaxError(
                        start,
                        matcher.end(),
                        "'%s' is not a version. Its parts go from 0 to 255, as in V1.2.0.47"
                                .formatted(matcher.group()));
            }
            packed = packed << 8 | part;
        }
        return new Syntax.Version(packed, span(start, matcher.end()));
    }

    private boolean lookingAt(Matcher matcher, int start) {
        matcher.region(start, text.length());
        matcher.useTransparentBounds(true);
        return matcher.lookingAt();
    }

    private Span span(int start, int end) {
        return new Span(passage, start, end);
    }
}
