package io.github.joulekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.rule.Truth;
import io.github.joulekeeper.scenario.RuleScenario;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ForesightTest extends RuleScenario {
    @Test
    void theTimesAndWeekdaysOfARuleAreForeseenTogether() {
        // A Sunday: the night of Monday begins at midnight, for the weekday of Sunday is none of those.
        itIs("2026-11-22T12:00", "Europe/Berlin");
        rules(rule("all: [time in 23:30..05:30, weekday in mon..fri, soc < 90%]"));
        given(soc(50));

        assertThat(explain("night").turn())
                .contains(new Explanation.Turn(
                        Instant.parse("2026-11-22T23:00:00Z"),
                        "time in 23:30..05:30 and weekday in mon..fri",
                        Truth.TRUE));
    }

    @Test
    void theEndOfAnActiveRulesTimesIsForeseen() {
        itIs("2026-11-24T03:00", "Europe/Berlin");
        rules(rule("time in 23:30..05:30 and soc < 90%"));
        given(soc(50));

        assertThat(explain("night").turn())
                .contains(new Explanation.Turn(
                        Instant.parse("2026-11-24T04:30:00Z"), "time in 23:30..05:30", Truth.FALSE));
    }

    @Test
    void anyOfTwoTimesIsForeseenByTheOneThatComesFirst() {
        itIs("2026-11-24T12:00", "UTC");
        rules(rule("any: [time in 22:00..23:00, time in 14:00..15:00, soc < 5%]"));
        given(soc(50));

        assertThat(explain("night").turn().map(Explanation.Turn::at)).contains(Instant.parse("2026-11-24T14:00:00Z"));
    }

    @Test
    void aScheduleIsForeseen() {
        itIs("2026-11-24T12:00", "UTC");
        rules(rule("cron(\"30 23 * * mon-fri\", 6h)"));
        given(soc(50));

        assertThat(explain("night").turn().map(Explanation.Turn::at)).contains(Instant.parse("2026-11-24T23:30:00Z"));
    }

    @Test
    void readingsAreNotForeseen() {
        rules(rule("soc < 20% for 5m"));
        given(soc(10));

        assertThat(explain("night").turn()).isEmpty();
    }

    @Test
    void lookingAheadChangesNothing() {
        itIs("2026-11-24T23:29", "UTC");
        rules(rule("time in 23:30..05:30"));
        given(soc(50));

        assertThat(explain("night").turn()).isPresent();
        assertThat(explain("night").phase()).isEqualTo(RulePhase.INACTIVE);
        minutesPass(1);
        assertThat(explain("night").phase()).isEqualTo(RulePhase.ACTIVE);
    }

    private static String rule(String when) {
        String condition = when.matches("(all|any): .*") ? "{" + when + "}" : "'" + when.replace("'", "''") + "'";
        return """
                rules:
                  - id: night
                    when: %s
                    set: {ac-charging.watts: 400}
                """.formatted(condition);
    }
}
