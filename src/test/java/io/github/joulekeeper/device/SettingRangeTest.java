package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ends of each setting's range may be sent; one below, one above and what lies between the steps may not. */
class SettingRangeTest {
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
    void oneBelowAndOneAboveTheRangeAreRefusedByName(Case which) {
        Setting setting = which.setting();
        CommandTemplate command = which.model().command(setting.command());
        for (double outside : RangeEdges.justOutside(setting)) {
            assertThatThrownBy(() -> command.payload(
                            which.model(), Map.of(setting.name(), outside), inRange(which.model())::get))
                    .isInstanceOf(CommandRefusedException.class)
                    .hasMessage("%s must be %s, not %s"
                            .formatted(setting.name(), setting.formatRange(), setting.format(outside)));
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void bothEndsOfTheRangeMayBeSent(Case which) {
        Setting setting = which.setting();
        CommandTemplate command = which.model().command(setting.command());
        for (double inside : List.of(RangeEdges.lowest(setting), RangeEdges.highest(setting))) {
            CommandTemplate.Payload payload =
                    command.payload(which.model(), Map.of(setting.name(), inside), inRange(which.model())::get);
            assertThat(((Number) payload.params().get(setting.parameter())).doubleValue())
                    .isEqualTo(setting.toWire(inside));
        }
    }

    /** Values that lie in all ranges and keep all dependencies. */
    private static Map<Setting, Double> inRange(Model model) {
        Map<Setting, Double> values = new HashMap<>();
        for (Setting setting : model.settings()) {
            values.put(setting, RangeEdges.highest(setting));
        }
        model.setting("discharge-limit.soc").ifPresent(setting -> values.put(setting, 0.0));
        return values;
    }
}
