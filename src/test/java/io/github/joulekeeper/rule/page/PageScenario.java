package io.github.joulekeeper.rule.page;

import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.Truth;
import io.github.joulekeeper.rule.file.RuleFiles;
import io.github.joulekeeper.scenario.RuleScenario;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the tests of the language page share: rules of one condition, the truth of a condition, and what is wrong. */
abstract class PageScenario extends RuleScenario {
    static final String WATTS = "ac-charging.watts";

    /** One rule, r, that claims 400 W while the condition holds. */
    static String rule(String when) {
        return """
                rules:
                  - id: r
                    when: >-
                      %s
                    set: {ac-charging.watts: 400}
                """.formatted(when);
    }

    /** The rule "low", which claims 400 W below 20 %, with further fields, such as {@code enforce: true}. */
    static String low(String... fields) {
        StringBuilder rule = new StringBuilder("rules: [{id: low, when: soc < 20%, set: {ac-charging.watts: 400}");
        for (String field : fields) {
            rule.append(", ").append(field);
        }
        return rule.append("}]").toString();
    }

    /** A file without rules, so that the station is there and can report. */
    void aStation() {
        rules("rules: []");
    }

    /** What a condition comes to at the station now. */
    Truth truthOf(String condition) {
        // A setting that no condition of these tests reads.
        rules(rule(condition).replace("ac-charging.watts: 400", "beeper.silent: true"));
        return explain("r").when().truth();
    }

    static RuleFiles.Loaded check(String yaml) {
        return RuleFiles.check("rules.yaml", yaml.getBytes(StandardCharsets.UTF_8), CATALOG);
    }

    static RuleSet sound(String yaml) {
        RuleFiles.Loaded loaded = check(yaml);
        if (!loaded.issues().isEmpty()) {
            throw new AssertionError(
                    loaded.issues().stream().map(RuleIssue::format).toList());
        }
        return loaded.rules();
    }

    static List<String> errors(String yaml) {
        return messages(yaml, RuleIssue.Severity.ERROR);
    }

    static List<String> warnings(String yaml) {
        return messages(yaml, RuleIssue.Severity.WARNING);
    }

    private static List<String> messages(String yaml, RuleIssue.Severity severity) {
        return check(yaml).issues().stream()
                .filter(issue -> issue.severity() == severity)
                .map(RuleIssue::message)
                .toList();
    }
}
