package io.github.joulekeeper.rule.page;

import io.github.joulekeeper.engine.FlappingPolicy;
import io.github.joulekeeper.engine.RulePhase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the language page says of a rule's life on a device, in its order. */
class LifeOfARuleTest extends PageScenario {
    private static final Duration SHORTLY = Duration.ofSeconds(20);

    private void startsAndEnds(int times, int secondsBetween) {
        for (int i = 0; i < times; i++) {
            soc(15);
            soc(50);
            secondsPass(secondsBetween);
        }
    }

    @Test
    @DisplayName("Inactive, pending while a `for` runs, active, cooling down, inactive")
    void fromInactiveOverPendingToActiveToCoolingDownToInactive() {
        rules("rules: [{id: low, when: soc < 20% for 2m, cooldown: 5m, set: {ac-charging.watts: 400}}]");
        soc(50);
        then().isIn("low", RulePhase.INACTIVE);
        soc(15);
        then().isIn("low", RulePhase.PENDING);
        minutesPass(2);
        then().isIn("low", RulePhase.ACTIVE);
        soc(50);
        then().isIn("low", RulePhase.COOLING_DOWN);
        minutesPass(5);
        then().isIn("low", RulePhase.INACTIVE);
    }

    @Test
    @DisplayName("Disabled is a state of its own")
    void aRuleMayBeDisabled() {
        rules(low("enabled: false"));
        soc(15);
        then().isIn("low", RulePhase.DISABLED).isNotSet(WATTS);
    }

    @Test
    @DisplayName("A rule that would start a seventh time within ten minutes is suspended")
    void aRuleThatStartsMoreThanSixTimesInTenMinutesIsSuspended() {
        rules(low());
        startsAndEnds(6, 60);
        then().isInactive("low").started("low", 6);
        soc(15);
        then().isIn("low", RulePhase.SUSPENDED).isNotSet(WATTS).started("low", 0);
    }

    @Test
    @DisplayName("Starts that are spread over more than ten minutes are borne")
    void sixStartsInTenMinutesAreBorne() {
        rules(low());
        startsAndEnds(20, 101);
        then().started("low", 20).isInactive("low");
    }

    @Test
    @DisplayName("How many starts in which time is configurable")
    void theGuardAgainstFlappingIsConfigurable() {
        flappingIs(new FlappingPolicy(2, Duration.ofMinutes(1), Optional.of(Duration.ofMinutes(5))));
        rules(low());
        startsAndEnds(2, 1);
        soc(15);
        then().isIn("low", RulePhase.SUSPENDED).started("low", 2);
        minutesPass(5);
        then().isActive("low");
    }

    @Test
    @DisplayName("A rule that is suspended says that it flaps")
    void aSuspendedRuleSaysSo() {
        rules(low());
        startsAndEnds(7, 1);
        then().says(
                        "low",
                        "it flaps: it started 6 times in 10m and would start again."
                                + " It starts no more until it is resumed, or until 2026-06-01T13:00:06Z");
    }

    @Test
    @DisplayName("An activation survives a restart")
    void anActivationSurvivesARestart() {
        rules(low("until: soc > 80%"));
        soc(15);
        soc(50);
        then().started("low", 1);
        restartsAfter(SHORTLY);
        soc(50);
        then().isActive("low").isSet(WATTS, 400).started("low", 0);
    }

    @Test
    @DisplayName("Timers survive a restart")
    void timersSurviveARestart() {
        rules("""
                rules:
                  - {id: held, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}
                  - {id: limited, when: soc < 20%, max-active: 10m, set: {car-output.enabled: false}}
                """);
        soc(15);
        minutesPass(6);
        restartsAfter(SHORTLY);
        soc(15);
        secondsPass(219);
        then().isIn("held", RulePhase.PENDING).isActive("limited");
        secondsPass(1);
        then().isActive("held").isInactive("limited");
    }

    @Test
    @DisplayName("Cool-downs survive a restart")
    void coolDownsSurviveARestart() {
        rules(low("cooldown: 10m"));
        soc(15);
        soc(50);
        minutesPass(6);
        restartsAfter(SHORTLY);
        soc(15);
        secondsPass(219);
        then().isIn("low", RulePhase.COOLING_DOWN);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    @DisplayName("The values to restore survive a restart")
    void valuesToRestoreSurviveARestart() {
        rules(low("otherwise: restore"));
        given(stationShows(WATTS, 900), soc(15), stationShows(WATTS, 400));
        restartsAfter(Duration.ofHours(2));
        given(stationShows(WATTS, 400), soc(50));
        then().isSetOnce(WATTS, 900);
    }
}
