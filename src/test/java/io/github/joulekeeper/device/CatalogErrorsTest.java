package io.github.joulekeeper.device;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A catalog file that is wrong says where, what and what to do. */
class CatalogErrorsTest {
    private static final String GOOD = """
            id: made-up
            name: Made up
            quotas:
              a.level: {unit: '%', aliases: [soc], description: 'Level'}
              a.list: {kind: list, description: 'Some list'}
              a.volts: {unit: mV, description: 'Volts'}
            settings:
              charge-limit.soc: {kind: number, unit: '%', min: 50, max: 100, read-back: a.level, description: 'Top'}
            commands:
              top: {description: 'Sets it', params: {maxSoc: {setting: charge-limit.soc}}}
            """;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("", "x.yaml:1:1: the file is empty. Give it at least id, name and quotas"),
                fault("a: [", "x.yaml:1:5: not YAML: expected the node content, but found '<stream end>'"),
                fault("- a", "x.yaml:1:1: must be a map of names to values, not a list"),
                with(
                        "id: made-up",
                        "id: Made Up",
                        "x.yaml:1:5: id: must be lower-case words with hyphens, such as delta-2, not 'Made Up'"),
                with("name: Made up\n", "", "x.yaml:1:1: 'name' is missing. Add it"),
                with(
                        "name: Made up",
                        "name: Made up\nname: Again",
                        "x.yaml:3:1: the key 'name' stands here twice. Remove one of them"),
                with(
                        "name: Made up",
                        "name: Made up\ncolour: red",
                        "x.yaml:3:9: colour: 'colour' is not known here. Known are commands, id, name, quotas, report-prefixes, serial-prefixes, settings"),
                with(
                        "unit: mV",
                        "unit: mv",
                        "x.yaml:6:19: quotas > a.volts > unit: 'mv' is no known unit. Known are %, W, dW, kW, V, mV, A, mA, Wh, kWh, Ah, mAh, s, ms, min, h, d, °C, Hz, dBm"),
                with(
                        "kind: list",
                        "kind: lists",
                        "x.yaml:5:18: quotas > a.list > kind: 'lists' is no kind. Known are number, switch, enumeration, bits, version, list"),
                with(
                        "[soc]",
                        "[usb-1]",
                        "x.yaml:4:34: quotas > a.level > aliases: the alias 'usb-1' must be lower-case words with hyphens, none before a digit, such as solar-watts"),
                with(
                        "[soc]",
                        "[a.volts]",
                        "x.yaml:4:34: quotas > a.level > aliases: the alias 'a.volts' must be lower-case words with hyphens, none before a digit, such as solar-watts"),
                with(
                        "{unit: mV,",
                        "{unit: mV, aliases: [soc],",
                        "x.yaml:6:12: quotas > a.volts: the name 'soc' already belongs to a.level. Give each quota its own"),
                with(
                        "{unit: mV,",
                        "{unit: mV, labels: {on: 'a'},",
                        "x.yaml:6:36: quotas > a.volts > labels > on: must be a decimal number such as 12 or 0.5, not 'on'"),
                with(
                        "{unit: mV,",
                        "{unit: mV, documented: yes,",
                        "x.yaml:6:35: quotas > a.volts > documented: must be true or false, not 'yes'"),
                with(
                        "min: 50",
                        "min: 050",
                        "x.yaml:8:52: settings > charge-limit.soc > min: must be a decimal number such as 12 or 0.5, not '050'"),
                with(
                        "min: 50",
                        "min: 0x10",
                        "x.yaml:8:52: settings > charge-limit.soc > min: must be a decimal number such as 12 or 0.5, not '0x10'"),
                with(
                        "min: 50",
                        "min: 101",
                        "x.yaml:8:52: settings > charge-limit.soc > min: The range's min (101.0) must not be above its max (100.0)"),
                with(
                        "read-back: a.level",
                        "read-back: a.list",
                        "x.yaml:8:77: settings > charge-limit.soc > read-back: 'a.list' is no quota of this file that holds a number. Add it to the quotas"),
                with(
                        "read-back: a.level",
                        "read-back: a.volts",
                        "x.yaml:8:77: settings > charge-limit.soc > read-back: a.volts is in 'mV' and the setting in '%'. Give both one unit, or read-back-values"),
                with(
                        "{kind: number,",
                        "{kind: duration,",
                        "x.yaml:8:21: settings > charge-limit.soc: a duration needs a unit of time, such as unit: min"),
                with(
                        "read-back: a.level,",
                        "dependencies: [{at-least: floor.soc}],",
                        "x.yaml:8:21: settings > charge-limit.soc: depends on 'floor.soc', which is not among the settings. Known are charge-limit.soc"),
                with(
                        "read-back: a.level,",
                        "dependencies: [{at-least: charge-limit.soc, unless-off: charge-limit.soc}],",
                        "x.yaml:8:21: settings > charge-limit.soc: unless-off names 'charge-limit.soc', which must be a switch that the same command carries"),
                with(
                        "{setting: charge-limit.soc}",
                        "{setting: floor.soc}",
                        "x.yaml:10:8: commands > top: carries the setting 'floor.soc', which is not among the settings. Add it there"),
                with(
                        "{setting: charge-limit.soc}",
                        "{constant: 3}",
                        "x.yaml:8:21: settings > charge-limit.soc: no command carries it. Name it in a command's params"),
                with(
                        "{setting: charge-limit.soc}",
                        "{setting: charge-limit.soc, constant: 3}",
                        "x.yaml:10:50: commands > top > params > maxSoc: needs either a setting or a constant"),
                with(
                        "{maxSoc: {setting: charge-limit.soc}}",
                        "{maxSoc: {setting: charge-limit.soc}, again: {setting: charge-limit.soc}}",
                        "x.yaml:10:8: commands > top: carries the setting 'charge-limit.soc', which top carries already. One command must carry it"));
    }

    private static Arguments with(String good, String bad, String message) {
        if (!GOOD.contains(good)) {
            throw new IllegalArgumentException(good);
        }
        return fault(GOOD.replace(good, bad), message);
    }

    private static Arguments fault(String yaml, String message) {
        return Arguments.of(yaml, message);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isTold(String yaml, String message) {
        assertThatThrownBy(() -> new CatalogLoader().read("x.yaml", yaml))
                .isInstanceOf(CatalogFormatException.class)
                .hasMessage(message);
    }
}
