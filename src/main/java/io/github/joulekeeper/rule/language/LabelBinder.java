package io.github.joulekeeper.rule.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Binds the names of values: {@code mppt.chgType == solar}, {@code weekday == sat}, {@code ac-output.enabled == on}. */
final class LabelBinder {
    private static final Map<String, String> YES_AND_NO =
            Map.of("yes", "true", "no", "false", "y", "true", "n", "false");

    private final BindingContext context;
    private final NameBinder names;

    LabelBinder(BindingContext context, NameBinder names) {
        this.context = context;
        this.names = names;
    }

    /** Whether beside a value of this type, these words may name one of its values. */
    static boolean mayBeLabel(Syntax syntax, Type beside) {
        boolean named = beside instanceof Type.Coded
                || beside instanceof Type.Switch
                || beside instanceof Type.Weekday
                || beside instanceof Type.Month;
        return (named && (syntax instanceof Syntax.Name || syntax instanceof Syntax.Text))
                || (beside instanceof Type.Version && syntax instanceof Syntax.Text)
                || isLabelWithDigit(syntax, beside)
                || (beside instanceof Type.Coded && syntax instanceof Syntax.Constant);
    }

    /** Whether it is a label such as {@code level-1}, which reads as a subtraction unless it is in quotes. */
    private static boolean isLabelWithDigit(Syntax syntax, Type beside) {
        return beside instanceof Type.Coded coded
                && syntax instanceof Syntax.Arithmetic
                && Labels.value(coded.labels(), BindingContext.text(syntax)).isPresent();
    }

    @Nullable
    Typed bind(Syntax syntax, Type beside, ExpressionBinder expressions) {
        if (isLabelWithDigit(syntax, beside)) {
            return context.error(
                    syntax.span(),
                    "a hyphen before a digit subtracts. Put the value in quotes: \"%s\""
                            .formatted(BindingContext.text(syntax)));
        }
        String label = switch (syntax) {
            case Syntax.Name name -> name.name();
            case Syntax.Text text -> text.value();
            default -> BindingContext.text(syntax);
        };
        if (beside instanceof Type.Version version) {
            return version(label, version, syntax);
        }
        OptionalDouble value = value(beside, label);
        if (value.isPresent()) {
            return Typed.constant(value.getAsDouble(), beside, BindingContext.text(syntax));
        }
        if (syntax instanceof Syntax.Name name
                && (names.knows(name.name()) || name.name().contains("."))) {
            return expressions.bind(syntax);
        }
        List<String> known = known(beside);
        String near = beside instanceof Type.Switch && YES_AND_NO.containsKey(label)
                ? " Did you mean '%s'?".formatted(YES_AND_NO.get(label))
                : Suggestion.didYouMean(label, known);
        return context.error(
                syntax.span(),
                "unknown value '%s'.%s".formatted(label, near.isEmpty() ? " It is " + beside.described() : near));
    }

    private static OptionalDouble value(Type type, String label) {
        return switch (type) {
            case Type.Switch toggle -> {
                OptionalDouble own = Labels.value(toggle.labels(), label);
                yield own.isPresent() ? own : onOrOff(label);
            }
            case Type.Coded coded -> Labels.value(coded.labels(), label);
            case Type.Weekday weekday -> Labels.value(Labels.WEEKDAYS, label);
            case Type.Month month -> Labels.value(Labels.MONTHS, label);
            default -> OptionalDouble.empty();
        };
    }

    private static OptionalDouble onOrOff(String label) {
        return switch (label) {
            case "on" -> OptionalDouble.of(1);
            case "off" -> OptionalDouble.of(0);
            default -> OptionalDouble.empty();
        };
    }

    private static List<String> known(Type type) {
        return switch (type) {
            case Type.Switch toggle -> {
                List<String> known = new ArrayList<>(List.of("true", "false", "on", "off"));
                known.addAll(Labels.words(toggle.labels().values()));
                yield known;
            }
            case Type.Coded coded -> sorted(coded.labels());
            case Type.Weekday weekday -> sorted(Labels.WEEKDAYS);
            case Type.Month month -> sorted(Labels.MONTHS);
            default -> List.of();
        };
    }

    private static List<String> sorted(Map<Double, String> labels) {
        return Labels.words(labels.values()).stream().sorted().toList();
    }

    private @Nullable Typed version(String text, Type.Version version, Syntax syntax) {
        Passage passage = Passage.of("", text.startsWith("V") || text.startsWith("v") ? text : "V" + text);
        Literals literals = new Literals(passage);
        try {
            if (!text.isEmpty() && literals.startsVersion(0)) {
                Syntax parsed = literals.version(0);
                if (parsed instanceof Syntax.Version literal
                        && literal.span().end() == passage.text().length()) {
                    return Typed.constant(literal.packed(), version, BindingContext.text(syntax));
                }
            }
        } catch (SyntaxError error) {
            return context.error(syntax.span(), error.text());
        }
        return context.error(syntax.span(), "'%s' is not a version. Write one such as V1.2.0.47".formatted(text));
    }
}
