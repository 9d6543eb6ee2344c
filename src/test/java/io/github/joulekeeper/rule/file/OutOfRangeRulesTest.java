package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Setting;
import io.github.joulekeeper.rule.RuleIssue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule that sets a setting one below or one above its range is refused when its file is read. */
class OutOfRangeRulesTest {
    private static final Catalog CATALOG = new CatalogLoader().load();

    record Case(Model model, Setting setting) {
        @Override
        public String toString() {
            return model.id() + " " + setting.name();
        }
    }

    static Stream<Case> settings() {
        return CATALOG.models().stream()
                .flatMap(model -> model.settings().stream().map(setting -> new Case(model, setting)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void settingValueAndRangeAreNamed(Case which) {
        Setting setting = which.setting();
        for (double outside : outside(setting)) {
            String rule = """
                    rules:
                      - id: beside-the-range
                        devices: {model: %s}
                        when: online
                        set:
                          %s: %s
                    """.formatted(which.model().id(), setting.name(), written(setting, outside));

            RuleFiles.Loaded loaded = RuleFiles.check("rules.yaml", rule.getBytes(StandardCharsets.UTF_8), CATALOG);

            assertThat(loaded.rules().rules()).isEmpty();
            assertThat(loaded.issues())
                    .singleElement()
                    .extracting(RuleIssue::message)
                    .isEqualTo(message(setting, outside));
        }
    }

    private static String message(Setting setting, double value) {
        return setting.kind() == Setting.Kind.SWITCH
                ? "'%s' is a switch (true, false), which %s is not".formatted(setting.name(), Numbers.plain(value))
                : setting.refusal(value).orElseThrow();
    }

    private static List<Double> outside(Setting setting) {
        List<Double> values = setting.choices();
        double lowest = values.isEmpty() ? setting.range().min() : values.getFirst();
        double highest = values.isEmpty() ? setting.range().max() : values.getLast();
        List<Double> outside = new ArrayList<>(List.of(lowest - 1, highest + 1));
        outside.removeIf(setting.range()::allows);
        return outside;
    }

    private static String written(Setting setting, double value) {
        String number = Numbers.plain(value);
        return setting.kind() == Setting.Kind.DURATION
                ? number + " " + setting.unit().symbol()
                : number;
    }
}
