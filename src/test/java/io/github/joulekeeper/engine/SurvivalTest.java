package io.github.joulekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.scenario.RuleScenario;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes on over a restart of the process and a reload of the rules. */
class SurvivalTest extends RuleScenario {
    private static final String SETTING = "ac-charging.watts";
    private static final String LOW =
            "rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}, otherwise: restore}]";
    private static final Duration SHORTLY = Duration.ofSeconds(20);

    @Test
    void anActivationAndItsStandingSetPointsSurviveARestart() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        restartsAfter(Duration.ofHours(1));
        then().isActive("low").isSet(SETTING, 400);
        minutesPass(1);
        soc(15);
        then().isActive("low").nothingHappened();
    }

    @Test
    void theValueToRestoreSurvivesARestart() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        restartsAfter(SHORTLY);
        soc(50);
        then().isSetOnce(SETTING, 900);
        assertThat(memories().keySet()).noneMatch(key -> key.startsWith("setting/"));
    }

    @Test
    void aForGoesOnOverAShortRestart() {
        rules("rules: [{id: low, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}]");
        soc(15);
        minutesPass(6);
        restartsAfter(SHORTLY);
        secondsPass(10);
        soc(15);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(209);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    void aForStartsAnewAfterALongRestart() {
        rules("rules: [{id: low, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}]");
        soc(15);
        minutesPass(6);
        restartsAfter(Duration.ofMinutes(30));
        soc(15);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(599);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    void aForDoesNotGoOnIfNothingIsHeardAfterARestart() {
        rules("rules: [{id: low, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}]");
        soc(15);
        minutesPass(6);
        restartsAfter(SHORTLY);
        fallsSilent();
        minutesPass(6);
        isHeardAgain();
        soc(15);
        secondsPass(599);
        then().isIn("low", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    void aCooldownAndMaxActiveSurviveARestart() {
        rules("rules: [{id: low, when: soc < 20%, cooldown: 10m, max-active: 1h, set: {ac-charging.watts: 400}}]");
        soc(15);
        minutesPass(50);
        restartsAfter(SHORTLY);
        soc(15);
        then().isActive("low");
        secondsPass(10 * 60 - 20);
        then().isIn("low", RulePhase.COOLING_DOWN);
        restartsAfter(SHORTLY);
        then().isIn("low", RulePhase.COOLING_DOWN);
        soc(15);
        minutesPass(30);
        then().isInactive("low");
        soc(50);
        soc(15);
        then().isActive("low");
    }

    @Test
    void aSuspensionSurvivesARestart() {
        rules(LOW);
        for (int i = 0; i < 7; i++) {
            soc(15);
            soc(50);
        }
        then().isIn("low", RulePhase.SUSPENDED);
        restartsAfter(SHORTLY);
        soc(15);
        then().isIn("low", RulePhase.SUSPENDED);
        hoursPass(1);
        then().isActive("low");
    }

    @Test
    void aManualOverrideSurvivesARestartAndStillExpires() {
        rules(LOW);
        given(soc(50), stationShows(SETTING, 700));
        personSets(SETTING, 1000, Optional.of(Duration.ofHours(1)));
        restartsAfter(Duration.ofMinutes(30));
        then().isSet(SETTING, 1000).isSetBy(SETTING, "manual:anna");
        minutesPass(30);
        then().isSetOnce(SETTING, 700);
    }

    @Test
    void aManualOverrideThatExpiredWhileStoppedIsRestored() {
        rules(LOW);
        given(soc(50), stationShows(SETTING, 700));
        personSets(SETTING, 1000, Optional.of(Duration.ofHours(1)));
        restartsAfter(Duration.ofHours(3));
        secondsPass(1);
        then().isSetOnce(SETTING, 700);
    }

    @Test
    void aHysteresisIsRememberedOverARestart() {
        rules("rules: [{id: low, when: soc < 20% hysteresis 5%, set: {ac-charging.watts: 400}}]");
        given(soc(15), soc(22));
        then().isActive("low");
        restartsAfter(SHORTLY);
        soc(22);
        then().isActive("low");
        soc(25);
        then().isInactive("low");
        soc(22);
        then().isInactive("low");
    }

    @Test
    void aRuleThatWasRemovedWhileStoppedEndsAsItsOtherwiseSaid() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        restartsAfter(SHORTLY, "rules: []");
        then().isSetOnce(SETTING, 900);
        assertThat(memories()).isEmpty();
    }

    @Test
    void aRuleThatWasRemovedEndsWithItsOtherwise() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        rules("rules: []");
        then().isSetOnce(SETTING, 900);
        assertThat(engine().phase("low", GARAGE)).isEmpty();
        assertThat(memories()).isEmpty();
    }

    @Test
    void aRuleThatWasDisabledEndsWithItsOtherwise() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        rules(LOW.replace("{id: low,", "{id: low, enabled: false,"));
        then().isIn("low", RulePhase.DISABLED).isSetOnce(SETTING, 900);
        rules(LOW);
        then().isActive("low").isSet(SETTING, 400);
    }

    @Test
    void aChangedRuleKeepsItsActivationIfItsConditionDidNotChange() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        minutesPass(1);
        then().started("low", 1);
        rules(LOW.replace("400", "600"));
        then().isActive("low").isSet(SETTING, 600).started("low", 0);
        soc(50);
        then().isSetOnce(SETTING, 900);
    }

    @Test
    void aSettingThatAChangedRuleNoLongerSetsIsRestored() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        rules(LOW.replace("ac-charging.watts: 400", "car-output.enabled: false"));
        then().isActive("low").isSetOnce(SETTING, 900).isSet("car-output.enabled", 0);
    }

    @Test
    void aRuleWhoseConditionChangedEndsAndBeginsAnew() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        then().isActive("low");
        rules(LOW.replace("20%", "10%"));
        then().isInactive("low").isSetOnce(SETTING, 900);
    }

    @Test
    void aConditionThatChangedAndStillHoldsDoesNotLetTheSettingGo() {
        rules(LOW);
        given(stationShows(SETTING, 900), soc(15));
        then().isActive("low");
        rules(LOW.replace("20%", "30%"));
        then().isActive("low").isSet(SETTING, 400);
        soc(50);
        then().isSetOnce(SETTING, 900);
    }

    @Test
    void theOrderInWhichFilesAreLoadedChangesNothing() {
        String a = "rules: [{id: a, when: soc < 20%, set: {ac-charging.watts: 400}}]";
        String b = "rules: [{id: b, when: soc < 20%, set: {ac-charging.watts: 200}}]";
        rules(a, b);
        soc(15);
        then().isSet(SETTING, 400);
        rules(b, a);
        then().nothingHappened();
    }

    @Test
    void aStationThatIsAddedLaterGetsTheRules() {
        rules(LOW);
        station(CELLAR, "cellar");
        soc(15);
        then().isActive("low").isSet(SETTING, 400);
    }
}
