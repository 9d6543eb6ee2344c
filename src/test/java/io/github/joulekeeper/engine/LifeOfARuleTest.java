package io.github.joulekeeper.engine;

import io.github.joulekeeper.scenario.RuleScenario;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fields that shape a rule's life: for, until, min-active, max-active, cooldown, if-unknown, flapping, enabled. */
class LifeOfARuleTest extends RuleScenario {
    private static final String LOW = """
            rules:
              - {id: low, when: soc < 20% for 2m, set: {ac-charging.watts: 400}}
            """;

    @Test
    void aRuleStartsOnTrueAndEndsWhenItsConditionIsNoLongerTrue() {
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        given(soc(25));
        then().isInactive("low").isNotSet("ac-charging.watts");
        soc(15);
        then().isActive("low").isSet("ac-charging.watts", 400).says("low", "soc < 20%: soc = 15 % (0 s ago)");
        soc(20);
        then().isInactive("low").isNotSet("ac-charging.watts").says("low", "no longer soc < 20%: soc = 20 % (0 s ago)");
    }

    @Test
    void aForIsPendingUntilItHeldAllTheTime() {
        rules(LOW);
        given(soc(25));
        minutesPass(6);
        soc(15);
        then().isIn("low", RulePhase.PENDING).isNotSet("ac-charging.watts");
        secondsPass(119);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low")
                .isSet("ac-charging.watts", 400)
                .reasonIs("ac-charging.watts", "soc < 20% for 2m: soc = 15 % (30 s ago)");
    }

    @Test
    void aForStartsAnewAfterAFalseSpell() {
        rules(LOW);
        given(soc(15));
        secondsPass(100);
        soc(25);
        then().isInactive("low");
        secondsPass(5);
        soc(15);
        secondsPass(119);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    void aForStartsAnewAfterAnUnknownSpell() {
        rules("rules: [{id: low, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}]");
        given(soc(15));
        minutesPass(4);
        fallsSilent();
        minutesPass(6);
        then().isInactive("low");
        isHeardAgain();
        soc(15);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(599);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    void aGapThatNobodyWasWokenForStillBreaksAFor() {
        rules("rules: [{id: low, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}]");
        given(soc(15));
        minutesPass(4);
        // The machine sleeps: no tick falls due in time, and the next thing that happens is a report.
        clockIsMovedBy(Duration.ofMinutes(8));
        soc(15);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(599);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    void untilEndsTheRuleAndWhenDoesNot() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, until: soc >= 80%, set: {ac-charging.watts: 400}}
                """);
        soc(15);
        then().isActive("low");
        soc(50);
        then().isActive("low").nothingHappened();
        soc(80);
        then().isInactive("low").says("low", "until soc >= 80%: soc = 80 % (0 s ago)");
    }

    @Test
    void aRuleDoesNotStartWhileItsUntilIsTrue() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, until: input-watts > 1 kW, set: {ac-charging.watts: 400}}
                """);
        given(reads("input-watts", 1200), soc(15));
        then().isInactive("low");
        reads("input-watts", 900);
        then().isActive("low").started("low", 1);
    }

    @Test
    void minActiveIsTheShortestTimeActive() {
        rules("rules: [{id: low, when: soc < 20%, min-active: 10m, set: {ac-charging.watts: 400}}]");
        soc(15);
        minutesPass(3);
        soc(25);
        then().isActive("low");
        secondsPass(7 * 60 - 1);
        then().isActive("low");
        secondsPass(1);
        then().isInactive("low").isNotSet("ac-charging.watts");
    }

    @Test
    void afterMaxActiveWhenMustTurnFalseBeforeTheNextStart() {
        rules("rules: [{id: low, when: soc < 20%, max-active: 6h, set: {ac-charging.watts: 400}}]");
        soc(15);
        hoursPass(6);
        then().isInactive("low").says("low", "its max-active of 6h is over");
        hoursPass(1);
        soc(16);
        then().isInactive("low");
        soc(30);
        soc(16);
        then().isActive("low");
    }

    @Test
    void aCooldownIsTheShortestTimeBetweenAnEndAndTheNextStart() {
        rules("rules: [{id: low, when: soc < 20%, cooldown: 5m, set: {ac-charging.watts: 400}}]");
        soc(15);
        soc(25);
        then().isIn("low", RulePhase.COOLING_DOWN);
        soc(15);
        secondsPass(299);
        then().isIn("low", RulePhase.COOLING_DOWN).isNotSet("ac-charging.watts");
        secondsPass(1);
        then().isActive("low");
        soc(25);
        minutesPass(5);
        then().isInactive("low");
    }

    @Test
    void aDataGapTripsNoThreshold() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: not-low, when: not soc >= 20%, set: {car-output.enabled: false}}
                """);
        soc(50);
        fallsSilent();
        hoursPass(3);
        then().isInactive("low").isInactive("not-low").nothingHappened();
    }

    @Test
    void anActiveRuleHoldsWhileItsConditionIsUnknownForHours() {
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        soc(15);
        then().isActive("low");
        fallsSilent();
        hoursPass(9);
        then().isActive("low").isSet("ac-charging.watts", 400).nothingHappened();
        isHeardAgain();
        soc(25);
        then().isInactive("low");
    }

    @Test
    void ifUnknownEndAfterEndsItOnceTheTimeIsOver() {
        rules("""
                rules:
                  - {id: low, when: soc < 20%, if-unknown: end after 10m, set: {ac-charging.watts: 400}}
                """);
        soc(15);
        fallsSilent();
        minutesPass(14);
        then().isActive("low");
        minutesPass(2);
        then().isInactive("low");
        isHeardAgain();
        soc(15);
        then().isActive("low");
    }

    @Test
    void aRuleThatEndedUnknownStartsAgainOnlyOnceItsEndIsKnown() {
        rules("""
                rules:
                  - id: low
                    when: soc < 20%
                    until: input-watts > 1 kW
                    if-unknown: end after 10m
                    set: {ac-charging.watts: 400}
                """);
        soc(15);
        then().isActive("low");
        minutesPass(11);
        then().isInactive("low").started("low", 0);
        reads("input-watts", 100);
        then().isActive("low");
    }

    @Test
    void aGapDoesNotEndARuleWhoseForMustBeCoveredAnew() {
        rules(LOW);
        soc(15);
        minutesPass(2);
        then().isActive("low");
        fallsSilent();
        minutesPass(30);
        isHeardAgain();
        soc(15);
        then().isActive("low").nothingHappened();
        minutesPass(5);
        then().isActive("low").nothingHappened();
        soc(25);
        then().isInactive("low");
    }

    @Test
    void aRuleThatStartsMoreThanSixTimesInTenMinutesIsSuspendedAndSaysSo() {
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        for (int i = 0; i < 6; i++) {
            soc(15);
            secondsPass(10);
            soc(25);
            secondsPass(10);
        }
        then().started("low", 6).isInactive("low");
        soc(15);
        then().isIn("low", RulePhase.SUSPENDED)
                .isNotSet("ac-charging.watts")
                .says(
                        "low",
                        "it flaps: it started 6 times in 10m and would start again."
                                + " It starts no more until it is resumed, or until 2026-06-01T13:02:00Z");
        minutesPass(30);
        then().nothingHappened();
        minutesPass(30);
        then().isActive("low");
    }

    @Test
    void aSuspendedRuleCanBeResumed() {
        flappingIs(new FlappingPolicy(2, Duration.ofMinutes(10), Optional.empty()));
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        for (int i = 0; i < 3; i++) {
            soc(15);
            secondsPass(1);
            soc(25);
        }
        then().isIn("low", RulePhase.SUSPENDED);
        hoursPass(48);
        then().isIn("low", RulePhase.SUSPENDED);
        personResumes("low");
        then().isInactive("low");
        soc(15);
        then().isActive("low");
    }

    @Test
    void aDisabledRuleIsListedAndDoesNothing() {
        rules("rules: [{id: low, enabled: false, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        soc(15);
        then().isIn("low", RulePhase.DISABLED).nothingHappened();
    }

    @Test
    void aReadingOfAnOfflineStationIsUnknown() {
        rules("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}}]");
        soc(15);
        then().isActive("low");
        goesOffline();
        then().isActive("low");
        snapshot("soc", 50);
        then().isActive("low").nothingHappened();
        comesOnline();
        then().isActive("low").nothingHappened();
        soc(50);
        then().isInactive("low");
    }

    @Test
    void onlineIsAlwaysKnown() {
        rules("rules: [{id: gone, when: (not online) for 2m, set: {ac-charging.watts: 400}}]");
        soc(50);
        then().isInactive("gone");
        goesOffline();
        minutesPass(3);
        then().isActive("gone");
        comesOnline();
        then().isInactive("gone");
    }
}
