package io.github.joulekeeper.rule.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Dimension;
import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Condition.Comparison;
import io.github.joulekeeper.rule.Expression.Operator;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every tree that a text can say. */
class SyntaxPropertiesTest {
    private static final Span NOWHERE = new Span(Passage.of("", ""), 0, 0);

    @Property(tries = 2000)
    void parsingWhatIsPrintedGivesTheSameTree(@ForAll("conditions") Syntax tree) {
        String printed = Printer.print(tree);

        Syntax parsed = Bench.parse(printed);

        assertThat(parsed).isEqualTo(tree);
        assertThat(Printer.print(parsed)).isEqualTo(printed);
    }

    @Property(tries = 500)
    void spacesBetweenWordsChangeNothing(@ForAll("conditions") Syntax tree) throws SyntaxError {
        String printed = Printer.print(tree);
        StringBuilder spaced = new StringBuilder();
        for (Token token : Lexer.tokens(Passage.of("", printed))) {
            spaced.append("  ").append(printed, token.start(), token.end());
        }

        // A dot before a name of another station is the only word that spaces may not part; it parses all the same.
        assertThat(Bench.parse(spaced.toString())).isEqualTo(tree);
    }

    @Provide
    Arbitrary<Syntax> conditions() {
        return condition(3);
    }

    private static Arbitrary<Syntax> condition(int depth) {
        Arbitrary<Syntax> comparison = Arbitraries.oneOf(compare(), in(), has(), truths());
        if (depth == 0) {
            return comparison;
        }
        Arbitrary<Syntax> part = Arbitraries.lazy(() -> condition(depth - 1));
        Arbitrary<List<Syntax>> parts = part.list().ofMinSize(2).ofMaxSize(4);
        return Arbitraries.oneOf(
                comparison,
                parts.map(list -> new Syntax.And(list, NOWHERE)),
                parts.map(list -> new Syntax.Or(list, NOWHERE)),
                part.map(inner -> new Syntax.Not(inner, NOWHERE)),
                Combinators.combine(part, length()).as((inner, length) -> new Syntax.Held(inner, length, NOWHERE)));
    }

    private static Arbitrary<Syntax> compare() {
        return Combinators.combine(value(2), Arbitraries.of(Comparison.values()), value(2), value(1).optional())
                .as((left, comparison, right, band) -> new Syntax.Compare(left, comparison, right, band, NOWHERE));
    }

    private static Arbitrary<Syntax> in() {
        Arbitrary<Syntax.Item> item = Combinators.combine(value(1), value(1).optional())
                .as((low, high) -> new Syntax.Item(low, high, NOWHERE));
        Arbitrary<Syntax> list = Combinators.combine(
                        value(1), item.list().ofMinSize(1).ofMaxSize(4))
                .as((value, items) -> new Syntax.In(value, items, true, NOWHERE));
        Arbitrary<Syntax> range = Combinators.combine(value(1), value(1), value(1))
                .as((value, low, high) -> new Syntax.In(
                        value, List.of(new Syntax.Item(low, Optional.of(high), NOWHERE)), false, NOWHERE));
        return Arbitraries.oneOf(list, range);
    }

    private static Arbitrary<Syntax> has() {
        return Combinators.combine(name(), Arbitraries.oneOf(name(), text()))
                .as((value, flag) -> new Syntax.Has(value, flag, NOWHERE));
    }

    private static Arbitrary<Syntax> truths() {
        return Arbitraries.oneOf(
                name(),
                Arbitraries.of(true, false).map(value -> new Syntax.Constant(value, NOWHERE)),
                Combinators.combine(words().optional(), words())
                        .as((device, rule) -> new Syntax.RuleActive(device, rule, NOWHERE, NOWHERE, NOWHERE)));
    }

    private static Arbitrary<Syntax> value(int depth) {
        Arbitrary<Syntax> simple = Arbitraries.oneOf(name(), text(), literal(), deviceName());
        if (depth == 0) {
            return simple;
        }
        Arbitrary<Syntax> part = Arbitraries.lazy(() -> value(depth - 1));
        Arbitrary<Syntax> arithmetic = Combinators.combine(part, Arbitraries.of(Operator.values()), part)
                .as((left, operator, right) -> new Syntax.Arithmetic(left, operator, right, NOWHERE));
        Arbitrary<Syntax> call = Combinators.combine(
                        Arbitraries.of("min", "avg", "anything"), part.list().ofMaxSize(3))
                .as((function, arguments) -> new Syntax.Call(function, arguments, NOWHERE, NOWHERE));
        return Arbitraries.oneOf(simple, arithmetic, call, part.map(operand -> new Syntax.Negate(operand, NOWHERE)));
    }

    private static Arbitrary<Syntax> literal() {
        Arbitrary<Double> numbers = Arbitraries.oneOf(
                Arbitraries.integers().between(0, 1_000_000).map(Integer::doubleValue),
                Arbitraries.doubles().between(0, 1e9).ofScale(6));
        List<Unit> units = Arrays.stream(Unit.values())
                .filter(unit -> unit != Unit.NONE && unit.dimension() != Dimension.DURATION)
                .toList();
        return Arbitraries.oneOf(
                numbers.map(value -> new Syntax.Number(value, NOWHERE)),
                Combinators.combine(numbers, Arbitraries.of(units))
                        .as((value, unit) -> new Syntax.Quantity(value, unit, NOWHERE)),
                length().map(length -> length),
                Arbitraries.integers().between(0, 86_400).map(seconds -> new Syntax.Clock(seconds, NOWHERE)),
                Arbitraries.longs().between(0, 40_000).map(day -> new Syntax.Day(LocalDate.ofEpochDay(day), NOWHERE)),
                Arbitraries.longs().between(0, 0xFFFF_FFFFL).map(packed -> new Syntax.Version(packed, NOWHERE)));
    }

    private static Arbitrary<Syntax.Length> length() {
        return Arbitraries.longs()
                .between(0, Literals.LONGEST_MILLIS)
                .map(millis -> new Syntax.Length(millis, NOWHERE));
    }

    private static Arbitrary<Syntax> text() {
        return words().map(text -> new Syntax.Text(text, NOWHERE));
    }

    private static Arbitrary<String> words() {
        return Arbitraries.strings().withChars("ab \"'\\.-9ü").ofMaxLength(8);
    }

    private static Arbitrary<Syntax> name() {
        return names().map(name -> new Syntax.Name(name, NOWHERE));
    }

    private static Arbitrary<Syntax> deviceName() {
        return Combinators.combine(words(), names())
                .as((device, name) -> new Syntax.DeviceName(device, name, NOWHERE, NOWHERE, NOWHERE));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(
                "soc",
                "solar-watts",
                "pd.wattsOutSum",
                "bms_emsStatus.f32LcdShowSoc",
                "ac-charging.watts",
                "V",
                "e3",
                "x_1");
    }
}
