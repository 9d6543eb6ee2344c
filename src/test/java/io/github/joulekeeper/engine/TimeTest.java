package io.github.joulekeeper.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.scenario.RuleScenario;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schedules: midnight, changes of the clocks, leap days, the sun, cron, and a clock that jumps. */
class TimeTest extends RuleScenario {
    private static String rule(String when) {
        return "rules: [{id: r, when: '" + when + "', set: {ac-charging.watts: 400}}]";
    }

    @Test
    void aRangeOfTimesRunsOverMidnight() {
        itIs("2026-06-01T21:59:00", "UTC");
        rules(rule("time in 22:00..06:00"));
        then().isInactive("r");
        secondsPass(59);
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r").says("r", "time in 22:00..06:00: time = 22:00");
        itBecomes("2026-06-02T05:59:59");
        then().isActive("r").nothingHappened();
        secondsPass(1);
        then().isInactive("r");
    }

    @Test
    void rangesOfTimesThatMeetNeverOverlap() {
        itIs("2026-06-01T21:59:00", "UTC");
        rules("""
                rules:
                  - {id: a, when: 'time in 20:00..22:00', set: {ac-charging.watts: 400}}
                  - {id: b, when: 'time in 22:00..24:00', set: {ac-charging.watts: 200}}
                """);
        then().isActive("a").isInactive("b");
        minutesPass(1);
        then().isInactive("a").isActive("b");
        hoursPass(2);
        then().isInactive("a").isInactive("b");
    }

    @Test
    void aComparisonWithTheTimeTurnsAtThatTime() {
        itIs("2026-06-01T11:00:00", "UTC");
        rules(rule("time >= 12:00"));
        itBecomes("11:59:59");
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        itBecomes("2026-06-02T00:00:00");
        then().isInactive("r");
    }

    @Test
    void weekdaysRunFromMidnightToMidnightAndOverTheWeekend() {
        itIs("2026-06-04T12:00:00", "Europe/Berlin"); // a Thursday
        rules(rule("weekday in fri..mon"));
        itBecomes("2026-06-04T23:59:59");
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        itBecomes("2026-06-08T23:59:59");
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T00:00, 2026-03-29T02:30, 2026-03-29T04:00, 3",
        "America/New_York, 2026-03-08T00:00, 2026-03-08T02:30, 2026-03-08T04:00, 3",
        "Australia/Lord_Howe, 2026-10-04T00:00, 2026-10-04T02:15, 2026-10-04T04:00, 3.5",
    })
    void whenTheClocksArePutForwardTheWallClockDecides(
            String zone, String start, String skipped, String end, double hours) {
        itIs(start, zone);
        LocalDateTime gap = LocalDateTime.parse(skipped);
        rules(rule("time in %s..%s"
                .formatted(gap.toLocalTime(), LocalDateTime.parse(end).toLocalTime())));
        ZonedDateTime before = local();
        ZoneId id = ZoneId.of(zone);
        ZonedDateTime jump =
                id.getRules().nextTransition(before.toInstant()).getInstant().atZone(id);
        passes(Duration.between(before, jump).minusSeconds(1));
        then().isInactive("r");
        secondsPass(1);
        // The beginning was skipped: the range begins where the wall clock is put to.
        then().isActive("r");
        passes(Duration.between(local(), LocalDateTime.parse(end).atZone(id)).minusSeconds(1));
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
        assertThat(Duration.between(before, local())).isEqualTo(Duration.ofMinutes((long) (hours * 60)));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-10-25T00:00, 02:15, 02:45",
        "America/New_York, 2026-11-01T00:00, 01:15, 01:45",
        "Australia/Lord_Howe, 2026-04-05T00:00, 01:40, 01:50",
    })
    void whenTheClocksArePutBackTheWallClockDecidesTwice(String zone, String start, String from, String to) {
        itIs(start, zone);
        rules(rule("time in " + from + ".." + to));
        itBecomes(from);
        then().isActive("r").started("r", 1);
        itBecomes(to);
        then().isInactive("r");
        itBecomes(from);
        then().isActive("r").started("r", 1);
        itBecomes(to);
        then().isInactive("r");
        assertThat(local().toLocalDate()).isEqualTo(LocalDate.parse(start.substring(0, 10)));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-28T12:00",
        "America/New_York, 2026-10-31T12:00",
        "Asia/Kathmandu, 2026-03-28T12:00"
    })
    void aRangeOverANightWithAClockChangeStartsOnceAndEndsOnce(String zone, String start) {
        itIs(start, zone);
        rules(rule("time in 23:30..05:30"));
        hoursPass(24);
        then().started("r", 1).isInactive("r");
    }

    @Test
    void theTwentyNinthOfFebruaryIsADay() {
        itIs("2028-02-28T23:59:00", "Europe/Berlin");
        rules("""
                rules:
                  - {id: leap, when: 'cron("0 6 29 2 *", 1h)', set: {ac-charging.watts: 400}}
                  - {id: day, when: 'weekday == tue', set: {car-output.enabled: false}}
                """);
        hoursPass(6);
        then().isInactive("leap").isActive("day");
        minutesPass(1);
        then().isActive("leap");
        hoursPass(1);
        then().isInactive("leap");
        itBecomes("2028-03-01T00:00:00");
        then().isInactive("day");
    }

    @Test
    void aDateOfTheTwentyNinthOfFebruaryIsThatDayAlone() {
        itIs("2028-02-28T23:59:59", "Europe/Berlin");
        rules(rule("date in 2028-02-29..2028-02-29"));
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        secondsPass(86_399);
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
        assertThat(local().toLocalDate()).isEqualTo(LocalDate.parse("2028-03-01"));
    }

    @Test
    void aCronIsTrueForItsLengthFromEachFiring() {
        itIs("2026-06-05T23:00:00", "Europe/Berlin"); // a Friday
        rules(rule("cron(\"30 23 * * mon-fri\", 6h)"));
        then().isInactive("r");
        minutesPass(30);
        then().isActive("r");
        secondsPass(6 * 3600 - 1);
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
        itBecomes("2026-06-08T23:29:59");
        then().isInactive("r").started("r", 0);
        secondsPass(1);
        then().isActive("r");
    }

    @Test
    void firingsThatOverlapKeepACronTrue() {
        itIs("2026-06-05T12:10:00", "UTC");
        rules(rule("cron(\"*/15 * * * *\", 20m)"));
        then().isActive("r");
        hoursPass(3);
        then().isActive("r").nothingHappened();
    }

    @Test
    void aCronInAnHourThatIsSkippedFiresWhenTheClockIsPutForward() {
        itIs("2026-03-29T01:00:00", "Europe/Berlin");
        rules(rule("cron(\"30 2 * * *\", 10m)"));
        secondsPass(3599);
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        minutesPass(10);
        then().isInactive("r");
        hoursPass(20);
        then().started("r", 0);
    }

    @Test
    void aCronInAnHourThatComesTwiceFiresOnce() {
        itIs("2026-10-25T01:00:00", "Europe/Berlin");
        rules(rule("cron(\"30 2 * * *\", 10m)"));
        minutesPass(90);
        then().isActive("r").started("r", 1);
        hoursPass(5);
        then().isInactive("r").started("r", 0);
    }

    @Test
    void theSunNeedsAPlaceAndFollowsTheDay() {
        itIs("2026-06-21T12:00:00", "Europe/Berlin");
        thePlaceIs(52.52, 13.405);
        rules(rule("time in sunset-30m..sunrise"));
        itBecomes("20:55:00");
        then().isInactive("r");
        itBecomes("21:10:00");
        then().isActive("r");
        itBecomes("2026-06-22T04:35:00");
        then().isActive("r");
        itBecomes("2026-06-22T04:50:00");
        then().isInactive("r");
    }

    @Test
    void aDayWithoutSunsetAtSeventyNorthIsUnknown() {
        itIs("2026-06-21T12:00:00", "Europe/Oslo");
        thePlaceIs(70.0, 25.0);
        rules("""
                rules:
                  - {id: night, when: 'time in sunset-30m..sunrise', set: {ac-charging.watts: 400}}
                  - {id: day, when: 'not time in sunset-30m..sunrise', set: {car-output.enabled: false}}
                """);
        hoursPass(48);
        then().isInactive("night").isInactive("day").nothingHappened();
        assertThat(explain("night").when().truth()).isEqualTo(io.github.joulekeeper.rule.Truth.UNKNOWN);
    }

    @Test
    void aClockThatJumpsBackLeavesRunningTimersAsLongAsTheyWere() {
        rules("""
                rules:
                  - {id: held, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}
                  - {id: limited, when: soc < 20%, max-active: 20m, set: {car-output.enabled: false}}
                """);
        soc(15);
        minutesPass(6);
        then().isActive("limited");
        clockIsMovedBy(Duration.ofHours(-1));
        soc(15);
        then().isIn("held", RulePhase.PENDING).isActive("limited");
        secondsPass(239);
        then().isIn("held", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("held");
        secondsPass(599);
        then().isActive("limited");
        secondsPass(1);
        then().isInactive("limited");
    }

    @Test
    void aClockThatJumpsBackDecidesSchedulesByTheNewTime() {
        itIs("2026-06-01T11:30:00", "UTC");
        rules(rule("time in 12:00..13:00"));
        minutesPass(31);
        then().isActive("r");
        clockIsMovedBy(Duration.ofMinutes(-10));
        soc(50);
        then().isInactive("r");
        minutesPass(9);
        then().isActive("r");
    }

    @Test
    void aClockThatFallsBackByABlinkChangesNothing() {
        rules("rules: [{id: held, when: soc < 20% for 10m, set: {ac-charging.watts: 400}}]");
        soc(15);
        minutesPass(6);
        clockIsMovedBy(Duration.ofMillis(-200));
        soc(15);
        secondsPass(240);
        then().isIn("held", RulePhase.PENDING);
        passes(Duration.ofMillis(200));
        then().isActive("held");
    }
}
