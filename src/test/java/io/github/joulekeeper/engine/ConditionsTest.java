package io.github.joulekeeper.engine;

import io.github.joulekeeper.scenario.RuleScenario;
import org.junit.jupiter.api.Test;

/** What conditions mean: comparisons, hysteresis, windows, ages, three values. */
class ConditionsTest extends RuleScenario {
    private static String rule(String when) {
        return "rules: [{id: r, when: '" + when + "', set: {ac-charging.watts: 400}}]";
    }

    @Test
    void aHysteresisIsTrueBelowTheThresholdAndFalseAgainOnlyBeyondTheBand() {
        rules(rule("soc < 20% hysteresis 5%"));
        soc(22);
        then().isInactive("r");
        soc(19);
        then().isActive("r");
        soc(24.9);
        then().isActive("r");
        soc(25);
        then().isInactive("r");
        soc(20);
        then().isInactive("r");
    }

    @Test
    void aHysteresisAboveAThresholdIsFalseAgainFromTheLowerEdgeOn() {
        rules(rule("soc > 80% hysteresis 5%"));
        soc(81);
        soc(75.5);
        then().isActive("r");
        soc(75);
        then().isInactive("r");
        soc(80);
        then().isInactive("r");
    }

    @Test
    void unitsConvert() {
        rules(rule("battery-volts > 52 V and output-watts >= 1.5 kW"));
        given(reads("battery-volts", 52001), reads("output-watts", 1500));
        then().isActive("r");
        reads("battery-volts", 52000);
        then().isInactive("r");
    }

    @Test
    void falseAndUnknownIsFalseAndTrueOrUnknownIsTrue() {
        rules("""
                rules:
                  - {id: a, when: not (soc < 20% and input-watts > 0), set: {ac-charging.watts: 400}}
                  - {id: b, when: soc > 20% or input-watts > 0, set: {ac-charging.watts: 400}}
                  - {id: c, when: soc > 20% and input-watts > 0, set: {ac-charging.watts: 400}}
                  - {id: d, when: not input-watts > 0, set: {ac-charging.watts: 400}}
                """);
        soc(50);
        then().isActive("a").isActive("b").isInactive("c").isInactive("d");
    }

    @Test
    void notOverUnknownNeverFires() {
        rules(rule("not (soc > 20% or input-watts > 100 W)"));
        soc(10);
        then().isInactive("r");
        reads("input-watts", 0);
        then().isActive("r");
    }

    @Test
    void aMeanIsTimeWeightedAndUnknownUntilItsWindowIsCovered() {
        rules(rule("avg(output-watts, 10m) > 500 W"));
        reads("output-watts", 1000);
        secondsPass(599);
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        reads("output-watts", 0);
        minutesPass(4);
        then().isActive("r");
        minutesPass(2);
        then().isInactive("r");
    }

    @Test
    void aGapBreaksAWindow() {
        rules(rule("avg(output-watts, 10m) > 500 W"));
        reads("output-watts", 1000);
        minutesPass(4);
        fallsSilent();
        minutesPass(6);
        isHeardAgain();
        reads("output-watts", 1000);
        secondsPass(599);
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
    }

    @Test
    void lowestAndHighestCoverTheWholeWindow() {
        rules("""
                rules:
                  - {id: lowest, when: 'lowest(soc, 5m) < 20%', set: {ac-charging.watts: 400}}
                  - {id: highest, when: 'highest(soc, 5m) > 80%', set: {ac-charging.watts: 400}}
                """);
        soc(50);
        minutesPass(10);
        soc(15);
        then().isActive("lowest").isInactive("highest");
        secondsPass(1);
        soc(85);
        then().isActive("lowest").isActive("highest");
        secondsPass(1);
        soc(50);
        secondsPass(299);
        then().isInactive("lowest").isActive("highest");
        secondsPass(1);
        then().isInactive("lowest").isInactive("highest");
    }

    @Test
    void aRateIsTheChangeAnHour() {
        rules(rule("rate(soc, 10m) <= -6"));
        soc(50);
        minutesPass(10);
        then().isInactive("r");
        soc(49);
        then().isActive("r");
        minutesPass(10);
        then().isInactive("r");
    }

    @Test
    void changedIsTrueForItsWindow() {
        rules("""
                rules:
                  - {id: moved, when: 'changed(soc, 10m)', set: {ac-charging.watts: 400}}
                  - {id: still, when: 'not changed(soc, 10m)', set: {ac-charging.watts: 400}}
                """);
        soc(50);
        secondsPass(599);
        then().isInactive("moved").isInactive("still");
        secondsPass(1);
        then().isInactive("moved").isActive("still");
        soc(51);
        then().isActive("moved").isInactive("still");
        minutesPass(10);
        then().isInactive("moved").isActive("still");
    }

    @Test
    void anAgeIsKnownForAStaleReadingToo() {
        rules(rule("age(soc) > 10m"));
        then().isInactive("r");
        soc(50);
        fallsSilent();
        minutesPass(10);
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        snapshot("soc", 40);
        soc(50);
        then().isInactive("r");
    }

    @Test
    void aSettingIsItsValueReadBack() {
        rules("rules: [{id: r, when: ac-charging.watts > 800 W and ac-output.enabled, set: {beeper.silent: true}}]");
        given(stationShows("ac-charging.watts", 900), stationShows("ac-output.enabled", 0));
        then().isInactive("r");
        stationShows("ac-output.enabled", 1);
        then().isActive("r");
    }

    @Test
    void aSentinelIsNoQuantity() {
        rules(rule("remaining-time > 1h"));
        reads("remaining-time", 5999);
        then().isInactive("r");
        reads("remaining-time", 120);
        then().isActive("r");
        reads("remaining-time", -5939);
        then().isActive("r");
        reads("remaining-time", 30);
        then().isInactive("r");
    }

    @Test
    void divisionByZeroIsUnknown() {
        rules("""
                rules:
                  - {id: a, when: output-watts / input-watts > 2, set: {ac-charging.watts: 400}}
                  - {id: b, when: not output-watts / input-watts > 2, set: {ac-charging.watts: 400}}
                """);
        given(reads("output-watts", 100), reads("input-watts", 0));
        then().isInactive("a").isInactive("b");
    }

    @Test
    void aRuleThatDoesNotFitItsStationIsListedWithTheReason() {
        station(CELLAR, "cellar");
        rules("rules: [{id: r, when: 'device(\"attic\").soc < 20%', set: {ac-charging.watts: 400}}]");
        org.assertj.core.api.Assertions.assertThat(engine().notApplicable())
                .hasSize(2)
                .allSatisfy(missing -> org.assertj.core.api.Assertions.assertThat(missing.reason())
                        .contains("attic"));
        station("R331ZTEST0000003", "attic");
        soc(15);
        on(CELLAR);
        then().isActive("r");
        on(GARAGE);
        then().isActive("r");
    }
}
