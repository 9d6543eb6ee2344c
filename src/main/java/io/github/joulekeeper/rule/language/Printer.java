package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Expression.Operator;
import java.util.List;
import java.util.stream.Collectors;

/** Prints trees in one canonical way, which parses to the same tree again. */
final class Printer {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int TIMED = 4;
    private static final int COMPARISON = 5;
    private static final int SUM = 6;
    private static final int PRODUCT = 7;
    private static final int UNARY = 8;
    private static final int PRIMARY = 9;

    private final StringBuilder out = new StringBuilder();

    private Printer() {}

    static String print(Syntax syntax) {
        Printer printer = new Printer();
        printer.put(syntax, OR);
        return printer.out.toString();
    }

    /** Prints a tree, in parentheses if it binds less than its place demands. */
    private void put(Syntax syntax, int place) {
        boolean parentheses = level(syntax) < place;
        if (parentheses) {
            out.append('(');
        }
        switch (syntax) {
            case Syntax.Number number -> out.append(Numbers.plain(number.value()));
            case Syntax.Quantity quantity -> putQuantity(quantity);
            case Syntax.Length length -> out.append(length(length.millis()));
            case Syntax.Clock clock -> out.append(clock(clock.seconds()));
            case Syntax.Day day -> out.append(day.date());
            case Syntax.Version version -> out.append(version(version.packed()));
            case Syntax.Text text -> putText(text.value());
            case Syntax.Constant constant -> out.append(constant.value());
            case Syntax.Name name -> out.append(name.name());
            case Syntax.DeviceName name -> {
                putDevice(name.device());
                out.append(name.name());
            }
            case Syntax.RuleActive active -> {
                active.device().ifPresent(this::putDevice);
                out.append("rule(");
                putText(active.rule());
                out.append(").active");
            }
            case Syntax.Call call -> putCall(call);
            case Syntax.Negate negate -> {
                out.append('-');
                put(negate.operand(), UNARY);
            }
            case Syntax.Arithmetic arithmetic -> putArithmetic(arithmetic);
            case Syntax.Compare compare -> putCompare(compare);
            case Syntax.In in -> putIn(in);
            case Syntax.Has has -> {
                put(has.value(), SUM);
                out.append(" has ");
                put(has.flag(), PRIMARY);
            }
            case Syntax.Held held -> {
                put(held.part(), COMPARISON);
                out.append(" for ").append(length(held.duration().millis()));
            }
            case Syntax.Not not -> {
                out.append("not ");
                put(not.part(), NOT);
            }
            case Syntax.And and -> putParts(and.parts(), " and ", NOT);
            case Syntax.Or or -> putParts(or.parts(), " or ", AND);
        }
        if (parentheses) {
            out.append(')');
        }
    }

    private static int level(Syntax syntax) {
        return switch (syntax) {
            case Syntax.Or or -> OR;
            case Syntax.And and -> AND;
            case Syntax.Not not -> NOT;
            case Syntax.Held held -> TIMED;
            case Syntax.Compare compare -> COMPARISON;
            case Syntax.In in -> COMPARISON;
            case Syntax.Has has -> COMPARISON;
            case Syntax.Arithmetic arithmetic -> isSum(arithmetic) ? SUM : PRODUCT;
            case Syntax.Negate negate -> UNARY;
            default -> PRIMARY;
        };
    }

    private static boolean isSum(Syntax.Arithmetic arithmetic) {
        return arithmetic.operator() == Operator.ADD || arithmetic.operator() == Operator.SUBTRACT;
    }

    private void putParts(List<Syntax> parts, String joint, int place) {
        for (int i = 0; i < parts.size(); i++) {
            out.append(i == 0 ? "" : joint);
            put(parts.get(i), place);
        }
    }

    private void putQuantity(Syntax.Quantity quantity) {
        out.append(Numbers.plain(quantity.value()));
        out.append(quantity.unit() == Unit.PERCENT ? "" : " ")
                .append(quantity.unit().symbol());
    }

    private void putText(String text) {
        out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
    }

    private void putDevice(String device) {
        out.append("device(");
        putText(device);
        out.append(").");
    }

    private void putCall(Syntax.Call call) {
        out.append(call.function()).append('(');
        putParts(call.arguments(), ", ", SUM);
        out.append(')');
    }

    private void putArithmetic(Syntax.Arithmetic arithmetic) {
        boolean sum = isSum(arithmetic);
        put(arithmetic.left(), sum ? SUM : PRODUCT);
        out.append(
                switch (arithmetic.operator()) {
                    case ADD -> " + ";
                    case SUBTRACT -> " - ";
                    case MULTIPLY -> " * ";
                    case DIVIDE -> " / ";
                });
        put(arithmetic.right(), sum ? PRODUCT : UNARY);
    }

    private void putCompare(Syntax.Compare compare) {
        put(compare.left(), SUM);
        out.append(' ').append(compare.comparison().symbol()).append(' ');
        put(compare.right(), SUM);
        compare.hysteresis().ifPresent(band -> {
            out.append(" hysteresis ");
            put(band, SUM);
        });
    }

    private void putIn(Syntax.In in) {
        put(in.value(), SUM);
        out.append(" in ").append(in.bracketed() ? "[" : "");
        for (int i = 0; i < in.items().size(); i++) {
            Syntax.Item item = in.items().get(i);
            out.append(i == 0 ? "" : ", ");
            put(item.low(), SUM);
            item.high().ifPresent(high -> {
                out.append("..");
                put(high, SUM);
            });
        }
        out.append(in.bracketed() ? "]" : "");
    }

    /** A length of time such as {@code 1h30m}. */
    static String length(long millis) {
        if (millis == 0) {
            return "0s";
        }
        StringBuilder text = new StringBuilder();
        long rest = millis;
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        String[] units = {"d", "h", "m", "s", "ms"};
        for (int i = 0; i < sizes.length; i++) {
            if (rest >= sizes[i]) {
                text.append(rest / sizes[i]).append(units[i]);
                rest %= sizes[i];
            }
        }
        return text.toString();
    }

    private static String clock(int seconds) {
        String minutes = twoDigits(seconds / 3600) + ":" + twoDigits(seconds / 60 % 60);
        return seconds % 60 == 0 ? minutes : minutes + ":" + twoDigits(seconds % 60);
    }

    private static String twoDigits(int number) {
        return number < 10 ? "0" + number : String.valueOf(number);
    }

    private static String version(long packed) {
        return java.util.stream.IntStream.of(24, 16, 8, 0)
                .mapToObj(shift -> Long.toString(packed >> shift & 0xFF))
                .collect(Collectors.joining(".", "V", ""));
    }
}
