package io.github.joulekeeper.scenario;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.file.RuleFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever rules say and stations report: no payload leaves the catalog's bounds. Rules take the whole way, from the text of
 * their file over the engine to the dispatcher, in virtual time.
 */
class RandomRulesTest {
    private static final Catalog CATALOG = new CatalogLoader().load();

    /** Something that happens, and how many seconds after the one before. */
    sealed interface Event {
        int afterSeconds();

        /** Values by quota, as the station reports them; they need not make sense. */
        record Reported(int afterSeconds, Map<Integer, Double> values) implements Event {}

        /** Somebody sets something by hand. */
        record SetByHand(int afterSeconds, Setting setting, double value) implements Event {}

        record OnlineChanged(int afterSeconds, boolean online) implements Event {}
    }

    /** A model, the texts of single rules, and what happens. */
    record Run(Model model, List<String> rules, List<Event> events) {}

    @Property(tries = 400, shrinking = ShrinkingMode.OFF)
    void noPayloadLeavesTheBounds(@ForAll("runs") Run run) {
        List<Rule> sound = new ArrayList<>();
        for (String text : run.rules()) {
            RuleFiles.Loaded loaded = RuleFiles.check("rules.yaml", text.getBytes(StandardCharsets.UTF_8), CATALOG);
            sound.addAll(loaded.rules().rules());
            Statistics.label("rules").collect(loaded.hasErrors() ? "refused" : "sound");
        }
        CheckedDispatch dispatch = new CheckedDispatch(run.model(), sound);

        run.events().forEach(dispatch::happens);
        dispatch.comeToRest();

        Statistics.label("commands").collect(dispatch.sent() == 0 ? "none" : "some");
        // The property says nothing if no rule is sound, or none ever sends.
        Statistics.label("rules").coverage(rules -> rules.check("sound").percentage(share -> share > 10 && share < 99));
        Statistics.label("commands").coverage(commands -> commands.check("some").percentage(share -> share > 30));
    }

    @Provide
    Arbitrary<Run> runs() {
        return Arbitraries.of(CATALOG.models())
                .flatMap(model -> Combinators.combine(
                                rules(model).list().ofMinSize(3).ofMaxSize(8),
                                events(model).list().ofMinSize(4).ofMaxSize(12))
                        .as((rules, events) -> new Run(model, numbered(rules), events)));
    }

    private static List<String> numbered(List<String> rules) {
        List<String> numbered = new ArrayList<>();
        for (String rule : rules) {
            numbered.add(rule.replace("ID", "rule-" + numbered.size()));
        }
        return numbered;
    }

    private static Arbitrary<String> rules(Model model) {
        return Combinators.combine(
                        Arbitraries.of(List.copyOf(model.settings())),
                        values(model),
                        Arbitraries.of("online", "soc > 50%", "soc <= 50%", "input-watts > 100 W for 10s"),
                        Arbitraries.of("keep", "restore"),
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of(true, false))
                .as((setting, value, when, otherwise, priority, enforce) ->
                        """
                        rules:
                          - id: ID
                            when: %s
                            set: {%s: {value: "%s", every: 1s}}
                            otherwise: %s
                            priority: %d
                            enforce: %s
                        """.formatted(when, setting.name(), value.of(setting), otherwise, priority, enforce));
    }

    /** A value as a rule writes it, made for a setting. */
    private interface Written {
        String of(Setting setting);
    }

    private static Arbitrary<Written> values(Model model) {
        List<String> numbers = model.quotas().stream()
                .filter(quota -> quota.key().indexOf('.') > 0)
                .map(Quota::key)
                .toList();
        Arbitrary<String> reading = Arbitraries.of(numbers);
        Arbitrary<Double> number = numbers();
        return Arbitraries.oneOf(
                number.map(value -> setting -> literal(setting, value)),
                number.map(value -> setting -> literal(setting, setting.nearest(value))),
                Arbitraries.of("true", "false", "never").map(word -> setting -> word),
                // The setting itself has the right unit, whatever it is.
                number.map(value -> setting -> setting.name() + " * " + Numbers.plain(value)),
                number.map(value -> setting -> "%s + %s".formatted(setting.name(), literal(setting, value))),
                number.map(value -> setting -> "max(%s / 0.3, %s)".formatted(setting.name(), literal(setting, value))),
                Combinators.combine(reading, number).as((key, value) -> setting -> key + " * " + Numbers.plain(value)),
                reading.map(key -> setting -> "abs(" + key + ") * -1"));
    }

    private static String literal(Setting setting, double value) {
        String number = Numbers.plain(value);
        return setting.kind() == Setting.Kind.DURATION ? number + setting.unit().symbol() : number;
    }

    private static Arbitrary<Double> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(-10, 6100).map(Integer::doubleValue),
                Arbitraries.doubles().between(-5000, 5000).ofScale(2),
                Arbitraries.of(0.0, 1.0, 0.5, 255.0, 65536.0, 4294967296.0, -1.0, 0.001));
    }

    private static Arbitrary<Event> events(Model model) {
        Arbitrary<Integer> wait = Arbitraries.integers().between(0, 90);
        Arbitrary<Map<Integer, Double>> reports = Combinators.combine(
                        Arbitraries.maps(Arbitraries.integers().between(0, model.quotaCount() - 1), numbers())
                                .ofMaxSize(15),
                        shownSettings(model),
                        Arbitraries.doubles().between(0, 100).ofScale(0))
                .as((others, settings, soc) -> {
                    Map<Integer, Double> all = new LinkedHashMap<>(others);
                    all.putAll(settings);
                    all.put(model.indexOf("soc"), soc);
                    return all;
                });
        return Arbitraries.frequencyOf(
                Tuple.of(
                        8, Combinators.combine(wait, reports).as((after, values) -> new Event.Reported(after, values))),
                Tuple.of(
                        2,
                        Combinators.combine(wait, Arbitraries.of(List.copyOf(model.settings())), numbers())
                                .as((after, setting, value) -> new Event.SetByHand(after, setting, value))),
                Tuple.of(
                        1,
                        Combinators.combine(wait, Arbitraries.of(true, false))
                                .as((after, online) -> new Event.OnlineChanged(after, online))));
    }

    /** What a station shows of its settings: mostly what may be set, sometimes anything. */
    private static Arbitrary<Map<Integer, Double>> shownSettings(Model model) {
        List<Setting> shown = model.settings().stream()
                .filter(setting -> setting.readBack().isPresent())
                .toList();
        return Arbitraries.oneOf(numbers(), numbers().map(value -> Double.NEGATIVE_INFINITY))
                .list()
                .ofSize(shown.size())
                .flatMap(drawn -> numbers().list().ofSize(shown.size()).map(within -> {
                    Map<Integer, Double> values = new LinkedHashMap<>();
                    for (int i = 0; i < shown.size(); i++) {
                        Setting setting = shown.get(i);
                        double value = Double.isInfinite(drawn.get(i)) ? setting.nearest(within.get(i)) : drawn.get(i);
                        values.put(setting.readBack().orElseThrow(), value);
                    }
                    return values;
                }));
    }
}
