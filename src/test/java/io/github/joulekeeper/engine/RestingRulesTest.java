package io.github.joulekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.rule.language.ModelBinder;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Rules that rest are not evaluated while a comparison that they need does not hold: they must not miss their start by it. */
class RestingRulesTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final Model MODEL = CATALOG.model("delta-2").orElseThrow();
    private static final int SOC = MODEL.indexOf("pd.soc");
    private static final int WATTS = MODEL.indexOf("pd.wattsOutSum");
    private static final int[] QUOTAS = {SOC, WATTS};

    /** A comparison as a rule says it, on one of two quotas, and what it means. */
    record Part(String shape, boolean ofSoc, int number) {
        String text() {
            String name = ofSoc ? "soc" : "pd.wattsOutSum";
            // The same number in another unit, and so with the rounding of its conversion.
            String bound = ofSoc ? number + "%" : number / 1000.0 + " kW";
            return switch (shape) {
                case "between" -> "%s in %s..%s".formatted(name, bound, ofSoc ? "100%" : "1 kW");
                case "mirrored" -> "%s <= %s".formatted(bound, name);
                case "not" -> "not %s > %s".formatted(name, bound);
                case "or" -> "(%s > %s or %s == 3)".formatted(name, bound, name);
                default -> "%s %s %s".formatted(name, shape, bound);
            };
        }

        boolean holds(double soc, double watts) {
            double value = ofSoc ? soc : watts;
            return switch (shape) {
                case "<" -> value < number;
                case "<=", "not" -> value <= number;
                case ">" -> value > number;
                case ">=", "mirrored" -> value >= number;
                case "==" -> value == number;
                case "!=" -> value != number;
                case "between" -> value >= number && value <= (ofSoc ? 100 : 1000);
                case "or" -> value > number || value == 3;
                default -> throw new IllegalStateException(shape);
            };
        }
    }

    /** A report of both, in either order, so that both may cross a number at once. */
    record Seen(double soc, double watts, boolean socFirst) {
        Report report(Instant at) {
            int[] quotas = socFirst ? QUOTAS : new int[] {WATTS, SOC};
            double[] values = socFirst ? new double[] {soc, watts} : new double[] {watts, soc};
            return new Report("S1", Report.Source.PUSHED, at, quotas, values, Map.of());
        }
    }

    @Property(tries = 500)
    void aRuleIsActiveExactlyWhileAllItsComparisonsHold(
            @ForAll("rules") List<List<Part>> rules, @ForAll("reports") List<Seen> reports) {
        Station station = new Station(rules);
        for (Seen seen : reports) {
            station.sees(seen);
            for (int i = 0; i < rules.size(); i++) {
                boolean expected = rules.get(i).stream().allMatch(part -> part.holds(seen.soc(), seen.watts()));
                assertThat(station.phase(i) == RulePhase.ACTIVE)
                        .as("%s on %s", rules.get(i), seen)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aReportMayComeWithTheStateThatItWasAppliedTo() {
        Station station = new Station(List.of(List.of(new Part("<", true, 20))));
        station.sees(new Seen(50, 0, true));
        DeviceState other = new DeviceState("S1", "one", MODEL, Duration.ofMinutes(5));
        station.state.add(other);
        station.engine.deviceAdded("S1", station.now);
        Report report = new Seen(10, 0, true).report(station.now);
        station.device.apply(report);

        // The state that was replaced: the station is still found, and what is known of it is in the new one.
        assertThat(station.engine.reported(station.device, report, station.now)).isEmpty();
        assertThat(station.phase(0)).isEqualTo(RulePhase.INACTIVE);

        other.apply(report);
        station.engine.reported(other, report, station.now);
        assertThat(other.ordinal()).isZero();
        assertThat(station.phase(0)).isEqualTo(RulePhase.ACTIVE);
    }

    private static final class Station {
        private final StateModel state = new StateModel();
        private final DeviceState device = new DeviceState("S1", "one", MODEL, Duration.ofMinutes(5));
        private final Engine engine;
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        Station(List<List<Part>> rules) {
            state.add(device);
            engine = new Engine(
                    new EngineSettings(
                            ZoneId.of("Europe/Berlin"),
                            Optional.empty(),
                            new FlappingPolicy(Integer.MAX_VALUE, Duration.ofMinutes(10), Optional.empty())),
                    state,
                    new ModelBinder());
            engine.load(parsed(rules), now);
        }

        private static RuleSet parsed(List<List<Part>> rules) {
            StringBuilder yaml = new StringBuilder("rules:\n");
            for (int i = 0; i < rules.size(); i++) {
                String when = rules.get(i).stream().map(Part::text).collect(Collectors.joining(" and "));
                yaml.append("  - {id: r-%d, when: '%s', set: {ac-charging.watts: 400}}\n".formatted(i, when));
            }
            RuleFiles.Loaded loaded =
                    RuleFiles.check("r.yaml", yaml.toString().getBytes(StandardCharsets.UTF_8), CATALOG);
            assertThat(loaded.hasErrors()).as("%s: %s", yaml, loaded.issues()).isFalse();
            return loaded.rules();
        }

        void sees(Seen seen) {
            now = now.plusSeconds(1);
            Report report = seen.report(now);
            device.apply(report);
            engine.reported(device, report, now);
        }

        RulePhase phase(int rule) {
            return engine.phase("r-" + rule, "S1").orElseThrow();
        }
    }

    @Provide
    Arbitrary<List<List<Part>>> rules() {
        Arbitrary<Part> part = Combinators.combine(
                        Arbitraries.of("<", "<=", ">", ">=", "==", "!=", "between", "mirrored", "not", "or"),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 6))
                .as(Part::new);
        return part.list().ofMinSize(1).ofMaxSize(3).list().ofMinSize(1).ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Seen>> reports() {
        Arbitrary<Double> value = Arbitraries.integers().between(0, 6).map(Integer::doubleValue);
        return Combinators.combine(value, value, Arbitraries.of(true, false))
                .as(Seen::new)
                .list()
                .ofMaxSize(12);
    }
}
