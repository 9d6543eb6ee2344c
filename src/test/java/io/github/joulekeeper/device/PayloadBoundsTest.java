package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Nothing outside the catalog's bounds gets into a payload, whatever is asked for and whatever was read before. */
class PayloadBoundsTest {
    private static final Catalog CATALOG = new CatalogLoader().load();

    /** A set point for a setting of one command, and what the station is said to have read before. */
    record Ask(Model model, CommandTemplate command, Map<String, Double> setPoints, Map<String, Double> lastRead) {}

    @Property(tries = 2000)
    void noSequenceOfSetPointsLeavesTheBounds(@ForAll("sequences") List<Ask> asks) {
        for (Ask ask : asks) {
            Optional<CommandTemplate.Payload> payload = payload(ask);
            payload.ifPresent(sent -> PayloadBounds.assertKept(ask.model(), sent));
            Statistics.label("outcome").collect(payload.isPresent() ? "sent" : "refused");
        }
        // The property says nothing if all is refused, or nothing.
        Statistics.label("outcome")
                .coverage(outcomes -> outcomes.check("sent").percentage(share -> share > 5 && share < 95));
    }

    @Property(tries = 2000)
    void theNearestValueMayAlwaysBeSet(@ForAll("settings") Setting setting, @ForAll("values") double value) {
        if (Double.isFinite(value)) {
            assertThat(setting.refusal(setting.nearest(value))).isEmpty();
        }
    }

    private static Optional<CommandTemplate.Payload> payload(Ask ask) {
        try {
            return Optional.of(ask.command()
                    .payload(
                            ask.model(),
                            ask.setPoints(),
                            setting -> ask.lastRead().getOrDefault(setting.name(), Double.NaN)));
        } catch (CommandRefusedException e) {
            assertThat(e.getMessage()).isNotBlank();
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<List<Ask>> sequences() {
        return asks().list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<Setting> settings() {
        return Arbitraries.of(CATALOG.models().stream()
                .flatMap(model -> model.settings().stream())
                .toList());
    }

    private Arbitrary<Ask> asks() {
        return Arbitraries.of(CATALOG.models())
                .flatMap(model -> Arbitraries.of(List.copyOf(model.commands()))
                        .flatMap(command -> Combinators.combine(
                                        valuesOf(names(model, command)), valuesOf(names(model, null)))
                                .as((asked, read) -> new Ask(model, command, asked, read))));
    }

    private static List<Setting> names(Model model, CommandTemplate command) {
        return model.settings().stream()
                .filter(setting -> command == null || setting.command().equals(command.id()))
                .toList();
    }

    /** Values for some of the settings: some in their ranges, some beside them, some far from them. */
    private Arbitrary<Map<String, Double>> valuesOf(List<Setting> settings) {
        List<Arbitrary<Optional<Double>>> each = new ArrayList<>();
        for (Setting setting : settings) {
            each.add(Arbitraries.oneOf(
                            values().map(setting::nearest),
                            Arbitraries.of(RangeEdges.lowest(setting), RangeEdges.highest(setting)),
                            Arbitraries.of(RangeEdges.justOutside(setting)),
                            values())
                    .optional(0.7));
        }
        return Combinators.combine(each).as(drawn -> {
            Map<String, Double> values = new LinkedHashMap<>();
            for (int i = 0; i < drawn.size(); i++) {
                String name = settings.get(i).name();
                drawn.get(i).ifPresent(value -> values.put(name, value));
            }
            return values;
        });
    }

    @Provide
    Arbitrary<Double> values() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(-10, 6100).map(Integer::doubleValue),
                Arbitraries.doubles().between(-1e6, 1e6),
                Arbitraries.of(
                        0.0,
                        -0.0,
                        1.0,
                        0.5,
                        255.0,
                        65536.0,
                        4294967296.0,
                        -1.0,
                        Double.MIN_VALUE,
                        Double.MAX_VALUE,
                        Double.NaN,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY));
    }
}
