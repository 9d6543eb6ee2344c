package io.github.joulekeeper.rule.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Unit;
import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Condition.Comparison;
import io.github.joulekeeper.rule.DeviceRef;
import io.github.joulekeeper.rule.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingTest {
    private static Expression.Reading own(String name) {
        return reading(DeviceRef.OWN, name, name);
    }

    private static Expression.Reading reading(DeviceRef device, String name, String text) {
        int quota = Bench.DELTA_2.indexOf(name);
        return new Expression.Reading(
                device, quota, Bench.DELTA_2.quotas().get(quota).unit(), text);
    }

    private static Condition less(Expression left, double value, String text) {
        return new Condition.Compare(
                left, Comparison.LESS, new Expression.Literal(value, text), left.text() + " < " + text);
    }

    @Test
    void unitsConvertToBaseUnits() {
        assertThat(Bench.condition("battery-volts < 52 V")).isEqualTo(less(own("battery-volts"), 52, "52 V"));
        assertThat(Bench.condition("battery-volts < 52000 mV")).isEqualTo(less(own("battery-volts"), 52, "52000 mV"));
        assertThat(Bench.condition("input-watts < 1.5 kW")).isEqualTo(less(own("input-watts"), 1500, "1.5 kW"));
        assertThat(Bench.condition("remaining-time < 90 min")).isEqualTo(less(own("remaining-time"), 5400, "90 min"));
    }

    @Test
    void aNumberWithoutUnitTakesTheUnitOfWhatItStandsBeside() {
        assertThat(Bench.condition("battery-volts < 52000")).isEqualTo(less(own("battery-volts"), 52, "52000"));
        assertThat(Bench.condition("remaining-time < 90")).isEqualTo(less(own("remaining-time"), 5400, "90"));
        assertThat(Bench.condition("battery-volts < 50000 + 2 * 1000"))
                .isEqualTo(less(own("battery-volts"), 52, "50000 + 2 * 1000"));
        assertThat(Bench.problems("battery-volts + ac-input-volts < 5")).isEmpty();
    }

    @Test
    void aHyphenBeforeALetterBelongsToTheNameAndElseSubtracts() {
        assertThat(Bench.parse("output-watts")).isEqualTo(Bench.parse(" output-watts "));
        assertThat(Printer.print(Bench.parse("sunset-30m"))).isEqualTo("sunset - 30m");
        assertThat(Printer.print(Bench.parse("soc -5"))).isEqualTo("soc - 5");
        assertThat(Printer.print(Bench.parse("(soc)-output-watts"))).isEqualTo("soc - output-watts");
    }

    @Test
    void forBelongsToTheComparisonBeforeIt() {
        assertThat(Bench.parse("online and soc < 5 for 2m")).isEqualTo(Bench.parse("online and (soc < 5 for 120s)"));
        assertThat(Bench.parse("not soc < 5 for 2m")).isEqualTo(Bench.parse("not (soc < 5 for 2m)"));
        assertThat(Bench.condition("soc < 5 for 2m"))
                .isEqualTo(new Condition.Held(less(own("soc"), 5, "5"), Duration.ofMinutes(2), 0, "soc < 5 for 2m"));
    }

    @Test
    void slotsAreCountedWithinARule() {
        Condition condition =
                Bench.condition("soc < 5 for 2m or soc < 9 hysteresis 1 or avg(soc, 5m) < 9 or changed(soc, 1m)");

        assertThat(condition).isInstanceOfSatisfying(Condition.Or.class, or -> {
            assertThat(((Condition.Held) or.parts().get(0)).slot()).isZero();
            assertThat(((Condition.Hysteresis) or.parts().get(1)).slot()).isEqualTo(1);
            assertThat(((Condition.Compare) or.parts().get(2)).left())
                    .isInstanceOfSatisfying(
                            Expression.Windowed.class,
                            it -> assertThat(it.slot()).isEqualTo(2));
            assertThat(((Condition.Changed) or.parts().get(3)).slot()).isEqualTo(3);
        });
    }

    @Test
    void rangesOfTimesAndWeekdaysAreCircles() {
        assertThat(Bench.condition("time in 22:00..24:00"))
                .isEqualTo(new Condition.Cyclic(
                        new Expression.TimeOfDay("time"),
                        new Expression.Literal(79_200, "22:00"),
                        new Expression.Literal(86_400, "24:00"),
                        false,
                        "time in 22:00..24:00"));
        assertThat(Bench.condition("weekday in fri..mon"))
                .isEqualTo(new Condition.Cyclic(
                        new Expression.Weekday("weekday"),
                        new Expression.Literal(5, "fri"),
                        new Expression.Literal(1, "mon"),
                        true,
                        "weekday in fri..mon"));
    }

    @Test
    void otherStationsAndRulesAreNamed() {
        DeviceRef garage = new DeviceRef(Optional.of("R331ZTEST0000002"));
        assertThat(Bench.condition("device(\"garage\").soc < 20"))
                .isEqualTo(less(reading(garage, "soc", "device(\"garage\").soc"), 20, "20"));
        assertThat(Bench.condition("device('garage').online"))
                .isEqualTo(new Condition.Online(garage, "device('garage').online"));
        assertThat(Bench.condition("device(\"garage\").rule(\"generator\").active"))
                .isEqualTo(
                        new Condition.RuleActive("generator", garage, "device(\"garage\").rule(\"generator\").active"));
        assertThat(Bench.problems("device(\"attic\").soc < 20"))
                .containsExactly(
                        "no station has the name or serial number 'attic'. Names are set in the configuration @\"attic\"");
    }

    @Test
    void labelsFlagsAndVersionsAreResolved() {
        assertThat(Bench.condition("charging-source == solar"))
                .isEqualTo(new Condition.Compare(
                        own("charging-source"),
                        Comparison.EQUAL,
                        new Expression.Literal(2, "solar"),
                        "charging-source == solar"));
        assertThat(Bench.condition("bms_emsStatus.bmsWarState has too-cold"))
                .isEqualTo(new Condition.Flag(
                        own("bms_emsStatus.bmsWarState"), 1, "bms_emsStatus.bmsWarState has too-cold"));
        assertThat(Bench.condition("pd.sysVer < V1.2.0.47")).isEqualTo(less(own("pd.sysVer"), 0x0102002F, "V1.2.0.47"));
        assertThat(Bench.problems("fan-level == level-1"))
                .containsExactly("a hyphen before a digit subtracts. Put the value in quotes: \"level-1\" @level-1");
    }

    @Test
    void sunNeedsAPlace() {
        String text = "time in sunset..24:00";
        assertThat(Bench.problems(Bench.bind(text, "beeper.silent", "true", new Bench.HouseScope(false)), text))
                .containsExactly(
                        "sunset needs to know where you are. Set joulekeeper.place to latitude,longitude @sunset");
    }

    @ParameterizedTest
    @CsvSource({
        "ac-charging.watts, 0.4 kW, 400",
        "ac-charging.watts, 2 * 200, 400",
        "car-charging.milliamps, 6000, 6000",
        "car-charging.milliamps, 8 A, 8000",
        "standby.device, 12h, 720",
        "standby.device, 720, 720",
        "standby.device, never, 0",
        "screen.timeout, 5m, 300",
        "beeper.silent, on, 1",
        "beeper.silent, false, 0",
        "ac-output.frequency, 50 Hz, 50",
    })
    void constantsComeOutInTheSettingsUnit(String setting, String value, double expected) {
        var assignment = Bench.assignment(setting, value);

        assertThat(assignment.value()).isInstanceOf(Expression.Literal.class);
        assertThat(assignment.inSettingUnit(((Expression.Literal) assignment.value()).value()))
                .isEqualTo(expected);
    }

    @Test
    void conversionLeavesNoNoise() {
        var assignment = Bench.assignment("car-charging.milliamps", "8 A");

        assertThat(assignment.inSettingUnit(Unit.MILLIAMPERE.toBase(4100))).isEqualTo(4100);
        assertThat(assignment.inSettingUnit(Double.NaN)).isNaN();
    }

    @Test
    void chargingWattsOfZeroAndOneAreNeverAccepted() {
        for (String value : List.of("0", "1", "1 W", "0 kW", "0.001 kW", "200 - 200", "-400")) {
            assertThat(Bench.valueProblems("ac-charging.watts", value))
                    .singleElement()
                    .asString()
                    .startsWith("ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 6 29 2 *",
                "0 0 31 1,4 *",
                "*/5 * * * *",
                "0 0 31 4 mon",
                "15 6 1-5/2 jan-mar mon-fri",
                "0 0 * * 7"
            })
    void cronsThatFireAreAccepted(String schedule) {
        assertThat(Bench.problems("cron(\"" + schedule + "\", 1h)")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 6 31 4 *", "0 0 30 2 *", "0 0 31 2,4,6 *"})
    void cronsThatNeverFireAreRefused(String schedule) {
        assertThat(Bench.problems("cron(\"" + schedule + "\", 1h)"))
                .containsExactly(
                        "the schedule '%s' never fires: there is no such day @\"%s\"".formatted(schedule, schedule));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 6 31 /4 *",
                "/5 * * * *",
                "0 0 * * mon,",
                "0 0 1,,2 * *",
                "0 0 -5 * *",
                "0 0 5- * *",
                "*/ * * * *"
            })
    void cronsThatLackANumberAreRefused(String schedule) {
        assertThat(Bench.problems("cron(\"" + schedule + "\", 1h)"))
                .containsExactly(("'%s' is not a schedule: a number is missing before or after one of / , -."
                                + " Write minute, hour, day, month and weekday, such as \"30 23 * * mon-fri\" @\"%s\"")
                        .formatted(schedule, schedule));
    }
}
