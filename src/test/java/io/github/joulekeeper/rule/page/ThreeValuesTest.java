package io.github.joulekeeper.rule.page;

import static io.github.joulekeeper.rule.Truth.FALSE;
import static io.github.joulekeeper.rule.Truth.TRUE;
import static io.github.joulekeeper.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the language page says of true, false and unknown, in its order. */
class ThreeValuesTest extends PageScenario {
    @Test
    @DisplayName("A reading that never came is unknown")
    void aReadingThatNeverCameIsUnknown() {
        aStation();
        soc(15);
        assertThat(truthOf("soc < 20%")).isEqualTo(TRUE);
        assertThat(truthOf("input-watts < 20 W")).isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("A reading older than five minutes is unknown")
    void aReadingOlderThanFiveMinutesIsUnknown() {
        rules(rule("soc < 20%"));
        soc(15);
        fallsSilent();
        minutesPass(5);
        assertThat(explain("r").when().truth()).isEqualTo(TRUE);
        secondsPass(1);
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("How old it may be is each device's own stale-after")
    void howOldAReadingMayBeIsTheDevicesOwn() {
        DeviceState patient = new DeviceState(GARAGE, "garage", DELTA_2, Duration.ofMinutes(20));
        int soc = DELTA_2.indexOf("soc");
        patient.apply(new Report(GARAGE, Report.Source.PUSHED, now(), new int[] {soc}, new double[] {15}, Map.of()));
        assertThat(patient.known(soc, now().plusSeconds(20 * 60))).isEqualTo(15);
        assertThat(patient.known(soc, now().plusSeconds(20 * 60 + 1))).isNaN();
    }

    @Test
    @DisplayName("A reading of an offline device is unknown")
    void aReadingOfAnOfflineDeviceIsUnknown() {
        rules(rule("soc < 20%"));
        soc(15);
        goesOffline();
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
    }

    @Test
    @DisplayName("Unknown is neither true nor false: neither a condition nor its opposite starts a rule")
    void unknownIsNeitherTrueNorFalse() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: not-low, when: not soc < 20%, set: {car-output.enabled: false}}
                """);
        minutesPass(10);
        then().isInactive("low").isInactive("not-low");
        soc(15);
        then().isActive("low").isInactive("not-low");
    }

    @Test
    @DisplayName("`false and unknown` is false")
    void falseAndUnknownIsFalse() {
        aStation();
        soc(15);
        assertThat(truthOf("soc > 20% and input-watts > 0")).isEqualTo(FALSE);
        assertThat(truthOf("input-watts > 0 and soc > 20%")).isEqualTo(FALSE);
        assertThat(truthOf("not (soc > 20% and input-watts > 0)")).isEqualTo(TRUE);
    }

    @Test
    @DisplayName("`true or unknown` is true")
    void trueOrUnknownIsTrue() {
        aStation();
        soc(15);
        assertThat(truthOf("soc < 20% or input-watts > 0")).isEqualTo(TRUE);
        assertThat(truthOf("input-watts > 0 or soc < 20%")).isEqualTo(TRUE);
    }

    @Test
    @DisplayName("All else that unknown touches is unknown: logic, comparisons, calculations, functions")
    void allElseThatUnknownTouchesIsUnknown() {
        aStation();
        soc(15);
        for (String condition : new String[] {
            "soc < 20% and input-watts > 0",
            "soc > 20% or input-watts > 0",
            "not input-watts > 0",
            "input-watts == input-watts",
            "input-watts != 0",
            "input-watts in 0..100",
            "input-watts * 0 == 0",
            "output-watts - input-watts < 5 W",
            "max(input-watts, 100) >= 100 W",
            "input-watts > 0 hysteresis 5",
            "input-watts > 0 for 2m",
            "avg(input-watts, 5m) > 0",
            "ac-output.enabled",
            "age(input-watts) > 0s",
        }) {
            assertThat(truthOf(condition)).as(condition).isEqualTo(UNKNOWN);
        }
    }

    @Test
    @DisplayName("A rule starts only on true")
    void aRuleStartsOnlyOnTrue() {
        rules(rule("soc < 20% and input-watts > 100 W"));
        soc(15);
        minutesPass(10);
        then().isInactive("r").nothingHappened();
        reads("input-watts", 50);
        then().isInactive("r");
        reads("input-watts", 150);
        then().isActive("r");
    }

    @Test
    @DisplayName("A rule ends only on a condition that is known")
    void aRuleEndsOnlyOnWhatIsKnown() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: filled, when: soc < 20%, until: soc > 80%, set: {car-output.enabled: false}}
                """);
        soc(15);
        fallsSilent();
        hoursPass(5);
        then().isActive("low").isActive("filled");
        isHeardAgain();
        soc(85);
        then().isInactive("low").isInactive("filled");
    }

    @Test
    @DisplayName("A `for` starts anew after a spell that was unknown")
    void aForStartsAnewAfterAnUnknownSpell() {
        rules(rule("soc < 20% for 10m"));
        soc(15);
        minutesPass(2);
        fallsSilent();
        minutesPass(6);
        isHeardAgain();
        soc(15);
        secondsPass(599);
        then().isIn("r", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("r");
    }

    @Test
    @DisplayName("What the cloud remembers of an offline device stays unknown, also once it is back")
    void aSnapshotOfAnOfflineDeviceStaysUnknown() {
        rules(rule("soc < 20%"));
        soc(50);
        goesOffline();
        snapshot("soc", 15);
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
        comesOnline();
        then().isInactive("r");
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
        soc(15);
        then().isActive("r");
    }
}
