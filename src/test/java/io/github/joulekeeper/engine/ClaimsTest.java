package io.github.joulekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.scenario.RuleScenario;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who wins a setting, and what becomes of it afterwards. */
class ClaimsTest extends RuleScenario {
    private static final String SETTING = "ac-charging.watts";
    private static final String TWO = """
            rules:
              - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}, priority: 50}
              - {id: busy, when: output-watts > 500 W, set: {ac-charging.watts: 200}, priority: 60}
            """;

    @Test
    void theHigherPriorityWinsAndTheOtherTakesOverWhenItEnds() {
        rules(TWO);
        given(soc(15), reads("output-watts", 100));
        then().isSet(SETTING, 400).isSetBy(SETTING, "low");
        reads("output-watts", 600);
        then().isSet(SETTING, 200).isSetBy(SETTING, "busy");
        Explanation.OfSetting setting = engine().settings(GARAGE).getFirst();
        assertThat(setting.winner().orElseThrow().origin()).isEqualTo("busy");
        assertThat(setting.shadowed()).singleElement().satisfies(claim -> {
            assertThat(claim.origin()).isEqualTo("low");
            assertThat(claim.value()).isEqualTo(400);
        });
        reads("output-watts", 100);
        then().isSet(SETTING, 400).isSetBy(SETTING, "low");
    }

    @Test
    void aTieGoesToTheRuleThatHasBeenActiveLonger() {
        rules(TWO.replace("priority: 60", "priority: 50"));
        reads("output-watts", 600);
        minutesPass(1);
        soc(15);
        then().isSetBy(SETTING, "busy");
        reads("output-watts", 0);
        secondsPass(1);
        reads("output-watts", 600);
        then().isSetBy(SETTING, "low");
    }

    @Test
    void aTieOfTheSameMomentGoesToTheSmallerId() {
        rules("""
                rules:
                  - {id: b, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: a, when: soc < 30%, set: {ac-charging.watts: 200}}
                """);
        soc(15);
        then().isSetBy(SETTING, "a").isSet(SETTING, 200);
    }

    @Test
    void keepLeavesTheSettingAsItIs() {
        rules(TWO);
        given(stationShows(SETTING, 800), soc(15));
        then().isSet(SETTING, 400);
        soc(50);
        then().isNotSet(SETTING);
    }

    @Test
    void restoreBringsBackWhatWasReadBeforeTheFirstClaimBegan() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}, otherwise: restore}
                  - {id: busy, when: output-watts > 500 W, set: {ac-charging.watts: 200}, otherwise: restore}
                """);
        given(stationShows(SETTING, 900), reads("output-watts", 0), soc(15));
        then().isSet(SETTING, 400);
        reads("output-watts", 600);
        soc(50);
        then().isSet(SETTING, 200).isSetBy(SETTING, "busy");
        reads("output-watts", 0);
        then().isSetOnce(SETTING, 900)
                .reasonIs(
                        SETTING,
                        "busy ended: no longer output-watts > 500 W: output-watts = 0 W (0 s ago)"
                                + "; back to what was read before");
    }

    @Test
    void restoreOfWhatWasNeverReadSetsNothing() {
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}, otherwise: restore}]");
        soc(15);
        then().isSet(SETTING, 400);
        soc(50);
        then().isNotSet(SETTING);
    }

    @Test
    void aClaimThatBeginsBeforeTheRestoreWasSeenStillComesBackToTheFirstValue() {
        stubborn();
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}, otherwise: restore}]");
        given(stationShows(SETTING, 900), soc(15), stationShows(SETTING, 400));
        soc(50);
        then().isSetOnce(SETTING, 900);
        // The station has not come back to 900 yet when the rule starts again.
        soc(15);
        then().isSet(SETTING, 400);
        soc(50);
        then().isSetOnce(SETTING, 900);
    }

    @Test
    void otherwiseSetsValuesOnce() {
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400},"
                + " otherwise: {ac-charging.watts: 200, car-output.enabled: false}}]");
        soc(15);
        then().isSet(SETTING, 400).isNotSet("car-output.enabled");
        soc(50);
        then().isSetOnce(SETTING, 200).isSetOnce("car-output.enabled", 0);
    }

    @Test
    void anotherClaimOutranksAnOtherwise() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}, priority: 90, otherwise: {ac-charging.watts: 1000}}
                  - {id: busy, when: output-watts > 500 W, set: {ac-charging.watts: 200}, priority: 10}
                """);
        given(soc(15), reads("output-watts", 600));
        then().isSetBy(SETTING, "low");
        soc(50);
        then().isSet(SETTING, 200).isSetBy(SETTING, "busy");
    }

    @Test
    void enforceIsHandedOnWithTheSetPoint() {
        rules("rules: [{id: low, when: soc < 20%, enforce: true, set: {ac-charging.watts: 400}}]");
        soc(15);
        assertThat(engine().settings(GARAGE).getFirst().setPoint().orElseThrow().enforce())
                .isTrue();
    }

    @Test
    void aValueIsFollowedWhileTheRuleIsActiveAndRoundedToItsStepAndRange() {
        rules("""
                rules:
                  - id: sun
                    when: solar-watts > 100 W
                    set:
                      ac-charging.watts: {value: solar-watts / 2, step: 200, every: 30s}
                """);
        reads("solar-watts", 900);
        then().isSet(SETTING, 400)
                .reasonIs(
                        SETTING,
                        "solar-watts > 100 W: solar-watts = 900 W (0 s ago);"
                                + " solar-watts / 2 = 400 W: solar-watts = 900 W (0 s ago)");
        assertThat(engine().settings(GARAGE).getFirst().setPoint().orElseThrow().every())
                .contains(Duration.ofSeconds(30));
        reads("solar-watts", 950);
        then().isSet(SETTING, 400).nothingHappened();
        reads("solar-watts", 1300);
        then().isSet(SETTING, 600);
        reads("solar-watts", 120);
        then().isSet(SETTING, 200);
        reads("solar-watts", 90000);
        then().isSet(SETTING, 1200);
    }

    @Test
    void aFollowedValueThatIsUnknownHoldsItsLastValue() {
        rules("rules: [{id: sun, when: soc < 90%, set: {ac-charging.watts: input-watts}}]");
        soc(50);
        then().isActive("sun").isNotSet(SETTING);
        reads("input-watts", 500);
        then().isSet(SETTING, 500);
        fallsSilent();
        minutesPass(20);
        then().isSet(SETTING, 500).nothingHappened();
    }

    @Test
    void aPersonsClaimOutranksEveryRuleAndExpires() {
        rules(TWO);
        given(soc(15), stationShows(SETTING, 400));
        personSets(SETTING, 1000, Optional.of(Duration.ofHours(2)));
        then().isSet(SETTING, 1000).isSetBy(SETTING, "manual:anna");
        reads("output-watts", 600);
        then().isSetBy(SETTING, "manual:anna");
        hoursPass(2);
        then().isSet(SETTING, 200).isSetBy(SETTING, "busy");
    }

    @Test
    void anExpiredManualOverrideComesBackToWhatWasBeforeIfNoRuleClaimsTheSetting() {
        rules(TWO);
        given(soc(50), stationShows(SETTING, 700));
        personSets(SETTING, 1000, Optional.of(Duration.ofMinutes(10)));
        minutesPass(9);
        then().isSet(SETTING, 1000);
        minutesPass(1);
        then().isSetOnce(SETTING, 700);
    }

    @Test
    void aReleasedClaimLeavesTheSettingToTheRules() {
        rules(TWO);
        given(soc(50), stationShows(SETTING, 700));
        personSets(SETTING, 1000, Optional.empty());
        hoursPass(100);
        then().isSet(SETTING, 1000);
        personReleases(SETTING);
        then().isNotSet(SETTING);
        personSets(SETTING, 900, Optional.empty());
        soc(15);
        personReleases(SETTING);
        then().isSet(SETTING, 400);
    }

    @Test
    void aPersonMaySetOnlyWhatTheSettingAllows() {
        rules(TWO);
        assertThatThrownBy(() -> personSets(SETTING, 1, Optional.empty()))
                .hasMessage("ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not 1 W");
        assertThatThrownBy(() -> personSets("nonsense", 1, Optional.empty()))
                .hasMessageContaining("no setting 'nonsense'");
        assertThatThrownBy(() -> personSets(SETTING, 200, Optional.of(Duration.ofSeconds(-1))))
                .hasMessageContaining("must be after now");
    }

    @Test
    void aRuleRunsOnceForEachSelectedStation() {
        rules(
                "rules: [{id: low, devices: [cellar], when: device(\"garage\").soc < 20%, set: {ac-charging.watts: 400}}]");
        station(CELLAR, "cellar");
        rules(
                "rules: [{id: low, devices: [cellar], when: device(\"garage\").soc < 20%, set: {ac-charging.watts: 400}}]");
        on(GARAGE);
        soc(15);
        then().isNotSet(SETTING);
        on(CELLAR);
        then().isActive("low").isSet(SETTING, 400);
        on(GARAGE);
        soc(30);
        on(CELLAR);
        then().isInactive("low");
    }

    @Test
    void ruleActiveIsReadByOtherRules() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: follower, when: rule("low").active for 1m, set: {car-output.enabled: false}}
                """);
        soc(15);
        then().isActive("low").isIn("follower", RulePhase.PENDING);
        minutesPass(1);
        then().isActive("follower");
        soc(50);
        then().isInactive("low").isInactive("follower");
    }

    @Test
    void rulesThatExcludeEachOtherSettleOnTheFirst() {
        rules("""
                rules:
                  - {id: a, when: soc < 20% and not rule("b").active, set: {ac-charging.watts: 400}}
                  - {id: b, when: soc < 20% and not rule("a").active, set: {ac-charging.watts: 200}}
                """);
        soc(15);
        then().isActive("a").isInactive("b");
    }

    @Test
    void rulesThatChaseEachOtherComeToAnEndAndOneIsSuspended() {
        rules("""
                rules:
                  - {id: a, when: soc < 20% and not rule("b").active, set: {ac-charging.watts: 400}}
                  - {id: b, when: rule("a").active, until: soc > 90%, cooldown: 1s, if-unknown: hold, max-active: 1s, set: {car-output.enabled: false}}
                  - {id: c, when: not rule("c").active and soc < 20%, set: {beeper.silent: true}}
                """);
        soc(15);
        minutesPass(5);
        then().isIn("c", RulePhase.SUSPENDED);
    }

    @Test
    void explainTellsEachPartWithItsReadings() {
        rules("""
                rules:
                  - id: low
                    when:
                      all:
                        - soc < 20% for 2m
                        - time in 23:30..05:30
                        - input-watts < 1 kW
                    set: {ac-charging.watts: 400}
                """);
        soc(15);
        secondsPass(20);
        Explanation.OfRule why = explain("low");
        assertThat(why.phase()).isEqualTo(RulePhase.INACTIVE);
        assertThat(why.waitsFor()).isEqualTo("until `when` is true");
        assertThat(why.when().parts()).hasSize(3);
        Explanation.OfCondition held = why.when().parts().getFirst();
        assertThat(held.text()).isEqualTo("soc < 20% for 2m");
        assertThat(held.note()).isEqualTo("runs");
        assertThat(held.since()).contains(now().minusSeconds(20));
        assertThat(held.due()).contains(now().plusSeconds(100));
        assertThat(texts(held.parts().getFirst())).containsExactly("soc = 15 % (20 s ago)");
        assertThat(texts(why.when().parts().get(1))).containsExactly("time = 12:00:20");
        assertThat(texts(why.when().parts().get(2))).containsExactly("input-watts = unknown (never read)");
        minutesPass(20);
        fallsSilent();
        minutesPass(20);
        assertThat(texts(explain("low").when().parts().getFirst().parts().getFirst()))
                .containsExactly("soc = unknown (stale: 15 % 20 min ago)");
    }

    private static List<String> texts(Explanation.OfCondition condition) {
        return condition.readings().stream().map(Explanation.OfReading::asText).toList();
    }
}
