package io.github.joulekeeper.rule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Setting;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The setting names of the DELTA 2 that the language page lists. */
class SettingNamesTest extends PageScenario {
    private static final String LISTED = """
            ac-charging.watts ac-charging.paused ac-output.enabled ac-output.x-boost ac-output.voltage ac-output.frequency
            ac-always-on.enabled ac-always-on.min-soc usb-output.enabled car-output.enabled charge-limit.soc
            discharge-limit.soc backup-reserve.enabled backup-reserve.soc generator.start-soc generator.stop-soc
            solar-priority.enabled car-charging.milliamps standby.device standby.ac standby.car screen.timeout
            screen.brightness beeper.silent""";

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "ac-charging.watts, 400 W, 400",
        "ac-charging.paused, true, 1",
        "ac-output.enabled, true, 1",
        "ac-output.x-boost, false, 0",
        "ac-output.voltage, 230 V, 230",
        "ac-output.frequency, 50 Hz, 50",
        "ac-always-on.enabled, true, 1",
        "ac-always-on.min-soc, 30%, 30",
        "usb-output.enabled, false, 0",
        "car-output.enabled, false, 0",
        "charge-limit.soc, 90%, 90",
        "discharge-limit.soc, 10%, 10",
        "backup-reserve.enabled, true, 1",
        "backup-reserve.soc, 40%, 40",
        "generator.start-soc, 30%, 30",
        "generator.stop-soc, 80%, 80",
        "solar-priority.enabled, true, 1",
        "car-charging.milliamps, 6 A, 6000",
        "standby.device, 2h, 120",
        "standby.ac, 12h, 720",
        "standby.car, 90m, 90",
        "screen.timeout, 5m, 300",
        "screen.brightness, 3, 3",
        "beeper.silent, true, 1",
    })
    @DisplayName("Each listed name is one that a rule can set")
    void aListedNameCanBeSet(String setting, String value, double expected) {
        assertThat(LISTED.split("\\s+")).contains(setting);
        rules("rules: [{id: r, devices: {model: delta-2}, when: soc < 20%, set: {" + setting + ": " + value + "}}]");
        soc(15);
        then().isSet(setting, expected);
    }

    @Test
    @DisplayName("The list is whole, and names nothing else")
    void theListIsWhole() {
        List<String> names = DELTA_2.settings().stream().map(Setting::name).toList();
        assertThat(names).containsExactlyInAnyOrder(LISTED.split("\\s+"));
        assertThat(Arrays.stream(LISTED.split("\\s+"))).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"standby.device", "standby.ac", "standby.car", "screen.timeout"})
    @DisplayName("Standby times and the screen's timeout are lengths of time")
    void standbyTimesAndTheScreensTimeoutAreDurations(String setting) {
        assertThat(DELTA_2.setting(setting).orElseThrow().kind()).isEqualTo(Setting.Kind.DURATION);
        assertThat(errors("rules: [{id: r, when: online, set: {" + setting + ": 5 W}}]"))
                .isNotEmpty();
    }
}
