package io.github.joulekeeper.rule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.engine.SetPoint;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The opening of the language page, the table of fields, and limits: a test for each sentence and cell, in their order. */
class FieldsOfARuleTest extends PageScenario {
    /** The page's own example. */
    private static final String EXAMPLE = """
            rules:
              - id: generator-on-low-battery
                description: Run the smart generator while the battery is low
                devices: all
                when: soc < 20% for 2m
                until: soc >= 80% or pd.wattsInSum > 1.5 kW for 10m
                set:
                  generator.start-soc: 30
                  generator.stop-soc: 80
                otherwise: restore
                min-active: 10m
                max-active: 6h
                priority: 60

              - id: night-charging
                description: Charge slowly from the wall at the night rate
                when:
                  all:
                    - time in 23:30..05:30
                    - weekday in mon..fri
                    - soc < 90%
                set: {ac-charging.watts: 400}
                otherwise: {ac-charging.watts: 200}
            """;

    private SetPoint setPoint() {
        return engine().settings(GARAGE).getFirst().setPoint().orElseThrow();
    }

    @Test
    @DisplayName("A rule holds a setting at a value while its condition is true")
    void whileThisHoldsThatSettingShallBeSo() {
        rules(low());
        soc(50);
        then().isNotSet(WATTS);
        soc(15);
        then().isSet(WATTS, 400);
        soc(50);
        then().isNotSet(WATTS);
    }

    @Test
    @DisplayName("Rules claim; which claim wins is worked out for each station and each setting on its own")
    void theWinnerIsFoundForEachDeviceAndEachSetting() {
        station(CELLAR, "cellar");
        rules("""
                rules:
                  - {id: urgent, when: soc < 20%, priority: 60, set: {ac-charging.watts: 1000}}
                  - {id: usual, when: soc < 30%, priority: 50, set: {ac-charging.watts: 400, car-output.enabled: false}}
                """);
        soc(15);
        on(CELLAR);
        soc(25);
        then().isSetBy(WATTS, "usual").isSetBy("car-output.enabled", "usual");
        on(GARAGE);
        then().isSetBy(WATTS, "urgent").isSetBy("car-output.enabled", "usual");
    }

    @Test
    @DisplayName("Example: the generator rule starts after two minutes below 20 %, ends at 80 %, and restores")
    void theGeneratorOfTheExample() {
        rules(EXAMPLE);
        given(
                stationShows("generator.start-soc", 5),
                stationShows("generator.stop-soc", 100),
                reads("pd.wattsInSum", 0),
                soc(15));
        secondsPass(119);
        then().isNotSet("generator.start-soc");
        secondsPass(1);
        then().isSet("generator.start-soc", 30).isSet("generator.stop-soc", 80);
        minutesPass(20);
        soc(79);
        then().isActive("generator-on-low-battery");
        soc(80);
        then().isSetOnce("generator.start-soc", 5).isSetOnce("generator.stop-soc", 100);
    }

    @Test
    @DisplayName("Example: the generator rule ends when more than 1.5 kW came in for ten minutes, or after six hours")
    void theGeneratorOfTheExampleEndsInOtherWaysToo() {
        rules(EXAMPLE);
        given(reads("pd.wattsInSum", 0), soc(15));
        minutesPass(2);
        reads("pd.wattsInSum", 1501);
        secondsPass(599);
        then().isActive("generator-on-low-battery");
        secondsPass(1);
        then().isInactive("generator-on-low-battery");
        reads("pd.wattsInSum", 0);
        then().isActive("generator-on-low-battery");
        secondsPass(6 * 3600 - 1);
        then().isActive("generator-on-low-battery");
        secondsPass(1);
        then().isInactive("generator-on-low-battery");
    }

    @Test
    @DisplayName(
            "Example: night charging sets 400 W on working days from 23:30 to 05:30 below 90 %, and 200 W after it")
    void theNightChargingOfTheExample() {
        itIs("2026-06-01T23:29:59", "UTC"); // a Monday
        rules(EXAMPLE);
        soc(50);
        then().isNotSet(WATTS);
        secondsPass(1);
        then().isSet(WATTS, 400);
        soc(90);
        then().isSetOnce(WATTS, 200);
        soc(89);
        then().isSet(WATTS, 400);
        itBecomes("2026-06-02T05:30:00");
        then().isSetOnce(WATTS, 200);
    }

    @Test
    @DisplayName("Example: no night charging at the weekend")
    void theNightChargingOfTheExampleRestsOnSaturdays() {
        itIs("2026-06-06T23:00:00", "UTC"); // a Saturday
        rules(EXAMPLE);
        soc(50);
        hoursPass(3);
        then().isNotSet(WATTS).isInactive("night-charging");
    }

    @Test
    @DisplayName("id: used once over all files")
    void anIdIsUniqueOverAllFiles(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.yaml"), low());
        Files.writeString(folder.resolve("b.yaml"), low());
        assertThat(RuleFiles.load(List.of(folder), CATALOG).issues())
                .singleElement()
                .satisfies(issue -> {
                    assertThat(issue.severity()).isEqualTo(RuleIssue.Severity.ERROR);
                    assertThat(issue.file()).endsWith("b.yaml");
                    assertThat(issue.message())
                            .startsWith("the id 'low' is used already at")
                            .contains("a.yaml");
                });
    }

    @Test
    @DisplayName("id: small letters, digits and hyphens")
    void anIdIsMadeOfSmallLettersDigitsAndHyphens() {
        assertThat(errors(low().replace("id: low", "id: night-2"))).isEmpty();
        for (String id : List.of("Night", "night_2", "night 2", "nächte")) {
            assertThat(errors(low().replace("id: low", "id: " + id)))
                    .singleElement()
                    .asString()
                    .startsWith("'id' must be made of a-z, 0-9 and hyphens")
                    .endsWith("not '" + id + "'");
        }
    }

    @Test
    @DisplayName("id: must be there")
    void anIdIsRequired() {
        assertThat(errors(low().replace("id: low, ", "")))
                .containsExactly("a rule needs an id, such as id: night-charging");
    }

    @Test
    @DisplayName("description: a text, empty if missing")
    void aDescriptionIsForPeople() {
        assertThat(sound(low()).rules().getFirst().description()).isEmpty();
        assertThat(sound(low("description: Spare it")).rules().getFirst().description())
                .isEqualTo("Spare it");
    }

    @Test
    @DisplayName("enabled: true if missing; a rule with false does nothing")
    void aRuleIsEnabledUnlessItSaysOtherwise() {
        rules(low());
        soc(15);
        then().isActive("low");
        rules(low("enabled: false"));
        then().isIn("low", RulePhase.DISABLED).isNotSet(WATTS);
        soc(14);
        then().isIn("low", RulePhase.DISABLED).isNotSet(WATTS);
    }

    private void runsOn(String devices, boolean garage, boolean cellar) {
        station(CELLAR, "cellar");
        rules(low(devices));
        assertThat(engine().phase("low", GARAGE).isPresent()).as("garage").isEqualTo(garage);
        assertThat(engine().phase("low", CELLAR).isPresent()).as("cellar").isEqualTo(cellar);
    }

    @Test
    @DisplayName("devices: all")
    void devicesMayBeAll() {
        runsOn("devices: all", true, true);
    }

    @Test
    @DisplayName("devices: all if missing")
    void devicesAreAllByDefault() {
        runsOn("priority: 50", true, true);
    }

    @Test
    @DisplayName("devices: a list of serial numbers")
    void devicesMayBeSerialNumbers() {
        runsOn("devices: [" + CELLAR + "]", false, true);
    }

    @Test
    @DisplayName("devices: a list of names")
    void devicesMayBeNames() {
        runsOn("devices: [garage, shed]", true, false);
    }

    @Test
    @DisplayName("devices: those of a model")
    void devicesMayBeThoseOfAModel() {
        runsOn("devices: {model: delta-2}", true, true);
        Rule.DeviceSelector other =
                sound(low("devices: {model: delta-2}")).rules().getFirst().devices();
        assertThat(other.selects(GARAGE, "garage", "river-2")).isFalse();
    }

    @Test
    @DisplayName("devices: the rule runs once for each of them")
    void aRuleRunsOnceForEachDevice() {
        station(CELLAR, "cellar");
        rules(low());
        soc(15);
        on(CELLAR);
        soc(50);
        then().isInactive("low");
        on(GARAGE);
        then().isActive("low");
        soc(50);
        on(CELLAR);
        soc(15);
        then().isActive("low");
        on(GARAGE);
        then().isInactive("low");
    }

    @Test
    @DisplayName("when: starts the rule")
    void whenStartsTheRule() {
        rules(low());
        soc(20);
        then().isInactive("low");
        soc(19);
        then().isActive("low").started("low", 1);
    }

    @Test
    @DisplayName("when: must be there")
    void whenIsRequired() {
        assertThat(errors(low().replace("when: soc < 20%, ", "")))
                .singleElement()
                .asString()
                .isEqualTo("rule 'low' needs 'when'");
    }

    @Test
    @DisplayName("until: ends the rule")
    void untilEndsTheRule() {
        rules(low("until: soc >= 80%"));
        soc(15);
        soc(79);
        then().isActive("low");
        soc(80);
        then().isInactive("low");
    }

    @Test
    @DisplayName("until: if missing, the rule ends when `when` is true no more")
    void withoutUntilTheRuleEndsWithItsWhen() {
        rules(low());
        soc(15);
        soc(20);
        then().isInactive("low");
    }

    @Test
    @DisplayName("set: a literal")
    void aValueMayBeALiteral() {
        rules(
                "rules: [{id: r, when: online, set: {ac-charging.watts: 0.4 kW, ac-output.enabled: true, standby.ac: 2h}}]");
        soc(50);
        then().isSet(WATTS, 400).isSet("ac-output.enabled", 1).isSet("standby.ac", 120);
    }

    @Test
    @DisplayName("set: an expression is followed while the rule is active")
    void aValueMayBeAnExpressionThatIsFollowed() {
        rules("rules: [{id: r, when: soc < 90%, set: {ac-charging.watts: solar-watts * 2}}]");
        given(soc(50), reads("solar-watts", 200));
        then().isSet(WATTS, 400);
        reads("solar-watts", 300);
        then().isSet(WATTS, 600);
        soc(90);
        then().isNotSet(WATTS);
        reads("solar-watts", 500);
        then().isNotSet(WATTS);
    }

    @Test
    @DisplayName("set: a followed value is rounded to its step")
    void aFollowedValueIsRoundedToItsStep() {
        rules(
                "rules: [{id: r, when: online, set: {ac-charging.watts: {value: solar-watts, step: 300 W, every: 30s}}}]");
        reads("solar-watts", 500);
        then().isSet(WATTS, 600);
        reads("solar-watts", 740);
        then().isSet(WATTS, 600);
        reads("solar-watts", 760);
        then().isSet(WATTS, 900);
    }

    @Test
    @DisplayName("set: `every` goes along with the value, which is sent at most that often")
    void aFollowedValueSaysHowOftenItIsSent() {
        rules(
                "rules: [{id: r, when: online, set: {ac-charging.watts: {value: solar-watts, step: 300 W, every: 30s}}}]");
        reads("solar-watts", 500);
        assertThat(setPoint().every()).contains(Duration.ofSeconds(30));
    }

    @Test
    @DisplayName("set: must be there")
    void setIsRequired() {
        assertThat(errors("rules: [{id: low, when: soc < 20%}]"))
                .singleElement()
                .asString()
                .isEqualTo("rule 'low' needs 'set'");
    }

    @Test
    @DisplayName("otherwise: keep leaves the value")
    void otherwiseKeepLeavesTheValue() {
        rules(low("otherwise: keep"));
        given(stationShows(WATTS, 900), soc(15), soc(50));
        then().isNotSet(WATTS);
    }

    @Test
    @DisplayName("otherwise: restore sets what was read before the claim")
    void otherwiseRestoreSetsWhatWasReadBefore() {
        rules(low("otherwise: restore"));
        given(stationShows(WATTS, 900), soc(15));
        then().isSet(WATTS, 400);
        soc(50);
        then().isSetOnce(WATTS, 900);
    }

    @Test
    @DisplayName("otherwise: settings and values are set at the end")
    void otherwiseMaySetValues() {
        rules(low("otherwise: {ac-charging.watts: 200, beeper.silent: true}"));
        given(stationShows(WATTS, 900), soc(15));
        then().isNotSet("beeper.silent");
        soc(50);
        then().isSetOnce(WATTS, 200).isSetOnce("beeper.silent", 1);
    }

    @Test
    @DisplayName("otherwise: keep if missing")
    void otherwiseIsKeepByDefault() {
        assertThat(sound(low()).rules().getFirst().otherwise()).isEqualTo(new Rule.SourceEnding.Keep());
        rules(low());
        given(stationShows(WATTS, 900), soc(15), soc(50));
        then().isNotSet(WATTS);
    }

    @Test
    @DisplayName("enforce: a claim with it is set again after somebody else's change, one without it is not")
    void enforceGoesAlongWithTheClaim() {
        rules(low("enforce: true"));
        soc(15);
        assertThat(setPoint().enforce()).isTrue();
        rules(low("enforce: false"));
        assertThat(setPoint().enforce()).isFalse();
    }

    @Test
    @DisplayName("enforce: false if missing")
    void enforceIsFalseByDefault() {
        rules(low());
        soc(15);
        assertThat(setPoint().enforce()).isFalse();
    }

    private static String two(String first, String second) {
        return """
                rules:
                  - {id: b, when: soc < 20%%, set: {ac-charging.watts: 400}%s}
                  - {id: a, when: output-watts > 500 W, set: {ac-charging.watts: 600}%s}
                """.formatted(first, second);
    }

    @Test
    @DisplayName("priority: 0 to 100")
    void prioritiesGoFrom0To100() {
        assertThat(errors(low("priority: 0"))).isEmpty();
        assertThat(errors(low("priority: 100"))).isEmpty();
        for (String wrong : List.of("-1", "101", "50.5", "high")) {
            assertThat(errors(low("priority: " + wrong)))
                    .containsExactly("'priority' must be a whole number from 0 to 100, not '" + wrong + "'");
        }
    }

    @Test
    @DisplayName("priority: the higher one wins")
    void theHigherPriorityWins() {
        rules(two(", priority: 30", ", priority: 31"));
        soc(15);
        minutesPass(1);
        reads("output-watts", 600);
        then().isSetBy(WATTS, "a");
    }

    @Test
    @DisplayName("priority: of equal ones, the rule that has been active for longer wins")
    void aTieGoesToTheRuleThatHasBeenActiveLonger() {
        rules(two("", ""));
        soc(15);
        minutesPass(1);
        reads("output-watts", 600);
        then().isSetBy(WATTS, "b");
    }

    @Test
    @DisplayName("priority: of equal ones that became active together, the smaller id wins")
    void aTieOfTheSameMomentGoesToTheSmallerId() {
        rules(two("", "").replace("output-watts > 500 W", "soc < 30%"));
        soc(15);
        then().isSetBy(WATTS, "a");
    }

    @Test
    @DisplayName("priority: 50 if missing")
    void thePriorityIs50ByDefault() {
        rules(two("", ", priority: 49"));
        given(reads("output-watts", 600), soc(15));
        then().isSetBy(WATTS, "b");
        rules(two("", ", priority: 51"));
        then().isSetBy(WATTS, "a");
    }

    @Test
    @DisplayName("min-active: the rule stays active for at least so long")
    void minActiveKeepsARuleActive() {
        rules(low("min-active: 10m"));
        soc(15);
        minutesPass(1);
        soc(50);
        secondsPass(539);
        then().isActive("low");
        secondsPass(1);
        then().isInactive("low");
    }

    @Test
    @DisplayName("max-active: the rule ends after so long")
    void maxActiveEndsARule() {
        rules(low("max-active: 10m"));
        soc(15);
        secondsPass(599);
        then().isActive("low");
        secondsPass(1);
        then().isInactive("low").isNotSet(WATTS);
    }

    @Test
    @DisplayName("max-active: `when` must turn false before the next start")
    void afterMaxActiveWhenMustTurnFalse() {
        rules(low("max-active: 10m"));
        soc(15);
        hoursPass(2);
        soc(10);
        then().isInactive("low").started("low", 1);
        soc(20);
        soc(19);
        then().isActive("low");
    }

    @Test
    @DisplayName("cooldown: no start for so long after an end")
    void aCooldownKeepsARuleFromStarting() {
        rules(low("cooldown: 10m"));
        soc(15);
        soc(50);
        soc(15);
        secondsPass(599);
        then().isIn("low", RulePhase.COOLING_DOWN);
        secondsPass(1);
        then().isActive("low");
    }

    @Test
    @DisplayName("min-active, max-active, cooldown: none if missing")
    void byDefaultThereIsNoShortestOrLongestTimeAndNoCooldown() {
        rules(low());
        soc(15);
        soc(50);
        then().isInactive("low");
        soc(15);
        then().isActive("low");
        hoursPass(72);
        then().isActive("low").nothingHappened();
    }

    @Test
    @DisplayName("if-unknown: hold keeps an active rule active")
    void ifUnknownHoldKeepsTheRuleActive() {
        rules(low("if-unknown: hold"));
        soc(15);
        fallsSilent();
        hoursPass(10);
        then().isActive("low").isSet(WATTS, 400);
    }

    @Test
    @DisplayName("if-unknown: end after 10m ends an active rule ten minutes after its condition became unknown")
    void ifUnknownEndAfterEndsTheRule() {
        rules(low("if-unknown: end after 10m"));
        soc(15);
        fallsSilent();
        passes(Duration.ofMinutes(15));
        then().isActive("low");
        secondsPass(1);
        then().isInactive("low").isNotSet(WATTS);
    }

    @Test
    @DisplayName("if-unknown: hold if missing")
    void ifUnknownIsHoldByDefault() {
        rules(low());
        soc(15);
        fallsSilent();
        hoursPass(10);
        then().isActive("low").started("low", 1).isSet(WATTS, 400);
    }

    @Test
    @DisplayName("A file may hold limits, with bounds, allowed values, and the stations that they hold for")
    void aFileMayHoldLimits() {
        List<Limit> limits = sound("""
                limits:
                  - {setting: ac-charging.watts, at-most: 800}
                  - {setting: ac-output.enabled, only: [true], devices: [garage]}
                  - {setting: discharge-limit.soc, at-least: 10}
                """).limits();
        assertThat(limits)
                .extracting(Limit::setting)
                .containsExactlyInAnyOrder(WATTS, "ac-output.enabled", "discharge-limit.soc");
        for (Limit limit : limits) {
            switch (limit.setting()) {
                case WATTS ->
                    assertThat(limit.allows(800) && !limit.allows(801)).isTrue();
                case "ac-output.enabled" -> {
                    assertThat(limit.allows(1) && !limit.allows(0)).isTrue();
                    assertThat(limit.devices().selects(GARAGE, "garage", "delta-2"))
                            .isTrue();
                    assertThat(limit.devices().selects(CELLAR, "cellar", "delta-2"))
                            .isFalse();
                }
                default -> assertThat(limit.allows(10) && !limit.allows(9)).isTrue();
            }
        }
    }
}
