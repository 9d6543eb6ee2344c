package io.github.joulekeeper.rule.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.rule.file.RuleFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the language page says of errors, in its order. */
class ErrorsTest {
    private static final Catalog CATALOG = new CatalogLoader().load();
    private static final String SOUND = "rules: [{id: %s, when: soc < 20%%, set: {ac-charging.watts: %s}}]";

    private static List<RuleIssue> issues(String yaml) {
        return RuleFiles.check("rules/generator.yaml", yaml.getBytes(StandardCharsets.UTF_8), CATALOG)
                .issues();
    }

    private static RuleIssue only(String yaml, RuleIssue.Severity severity) {
        List<RuleIssue> issues = issues(yaml);
        assertThat(issues).hasSize(1);
        assertThat(issues.getFirst().severity()).isEqualTo(severity);
        return issues.getFirst();
    }

    private static String error(String yaml) {
        return only(yaml, RuleIssue.Severity.ERROR).message();
    }

    @Test
    @DisplayName("All that is wrong in all files is told at once")
    void everythingWrongInAllFilesIsToldAtOnce(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("a.yaml"),
                "rules: [{id: a, when: socc < 20%, set: {ac-charging.watts: 5, beep: true}}]");
        Files.writeString(
                folder.resolve("b.yaml"),
                "rules: [{id: b, when: soc < 20 W, priority: 101, set: {beeper.silent: true}}]");
        assertThat(RuleFiles.load(List.of(folder), CATALOG).issues())
                .extracting(
                        issue -> Path.of(issue.file()).getFileName() + ":" + issue.column() + " " + issue.severity())
                .containsExactlyInAnyOrder(
                        "a.yaml:23 ERROR", "a.yaml:60 ERROR", "a.yaml:63 ERROR", "b.yaml:29 ERROR", "b.yaml:45 ERROR");
    }

    @Test
    @DisplayName("An error has file, line, column, the line and a caret, the value, the rule, and the near name")
    void anErrorIsToldWithItsPlaceItsValueAndWhatIsNear() {
        RuleIssue issue = only("""
                # Keeps the battery from running empty.
                rules:
                  - id: generator-on-low-battery
                    description: Run the generator
                    devices: all
                    when: socc < 20% for 2m
                    set: {generator.start-soc: 30}
                """, RuleIssue.Severity.ERROR);
        assertThat(issue.format()).isEqualTo("""
                rules/generator.yaml:6:11: error: unknown name 'socc'. Did you mean 'soc'?
                    when: socc < 20% for 2m
                          ^^^^""");
    }

    @Test
    @DisplayName("Without a near name none is suggested")
    void withoutANearNameNoneIsSuggested() {
        assertThat(error(SOUND.formatted("a", "400").replace("soc <", "zebra <")))
                .startsWith("unknown name 'zebra'")
                .doesNotContain("Did you mean");
    }

    @Test
    @DisplayName("A literal outside of a setting's range is an error, with the value and the range")
    void aLiteralOutsideOfTheRangeIsAnError() {
        assertThat(error(SOUND.formatted("a", "1300").replace("when:", "devices: {model: delta-2}, when:")))
                .isEqualTo("ac-charging.watts must be 200 W to 1200 W in steps of 100 W, not 1300 W");
    }

    @Test
    @DisplayName("A unit that does not fit is an error")
    void aUnitThatDoesNotFitIsAnError() {
        assertThat(error(SOUND.formatted("a", "400").replace("20%", "20 W")))
                .isEqualTo(
                        "'20 W' is a power (W, kW), and 'soc' is a percentage (%): they do not fit. Write a number in %");
    }

    @Test
    @DisplayName("A key that stands twice is an error")
    void aDuplicateKeyIsAnError() {
        assertThat(error("""
                rules:
                  - id: a
                    when: soc < 20%
                    when: soc < 30%
                    set: {ac-charging.watts: 400}
                """)).isEqualTo("'when' stands twice in a rule; the first is in line 3. Remove one");
    }

    @Test
    @DisplayName("An id that stands twice is an error")
    void aDuplicateIdIsAnError() {
        assertThat(error("""
                rules:
                  - {id: a, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: a, when: soc < 30%, set: {ac-charging.watts: 400}}
                """))
                .isEqualTo("the id 'a' is used already at rules/generator.yaml:2:10. Give each rule its own");
    }

    @Test
    @DisplayName("A cron that never fires is an error")
    void aCronThatNeverFiresIsAnError() {
        assertThat(error("rules: [{id: a, when: 'cron(\"0 6 31 4 *\", 1h)', set: {ac-charging.watts: 400}}]"))
                .isEqualTo("the schedule '0 6 31 4 *' never fires: there is no such day");
    }

    @Test
    @DisplayName("Two rules of one priority that claim a setting with different values are a warning")
    void claimsOfOnePriorityAreAWarning() {
        String two = """
                rules:
                  - {id: a, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: b, when: soc < 30%, set: {ac-charging.watts: 600}, priority: 50}
                """;
        assertThat(only(two, RuleIssue.Severity.WARNING).message())
                .startsWith("rules 'a' and 'b' set ac-charging.watts to different values (400 and 600)");
        assertThat(issues(two.replace("priority: 50", "priority: 51"))).isEmpty();
        assertThat(issues(two.replace("600", "400"))).isEmpty();
    }

    @Test
    @DisplayName("A file that is wrong leaves the rules that it held before running")
    void aFileThatIsWrongLeavesItsRulesRunning(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.yaml");
        Files.writeString(file, SOUND.formatted("a", "400"));
        HeldRules held = new HeldRules(folder, CATALOG);
        held.load();
        List<Rule> before = held.rules().rules();
        assertThat(before).hasSize(1);

        Files.writeString(file, SOUND.formatted("a", "5"));
        HeldRules.Reload reload = held.load();

        assertThat(reload.hasErrors()).isTrue();
        assertThat(reload.broken()).containsExactly(file.toString());
        assertThat(reload.plan().isEmpty()).isTrue();
        assertThat(held.rules().rules()).isEqualTo(before);

        Files.writeString(file, SOUND.formatted("a", "500"));
        assertThat(held.load().hasErrors()).isFalse();
        assertThat(held.rules().rules()).isNotEqualTo(before);
    }
}
