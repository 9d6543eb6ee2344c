package io.github.joulekeeper.rule.page;

import static io.github.joulekeeper.rule.Truth.FALSE;
import static io.github.joulekeeper.rule.Truth.TRUE;
import static io.github.joulekeeper.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.engine.RulePhase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the language page says of conditions, from the maps and the grammar to times: in the order of the page. */
class ConditionsTest extends PageScenario {
    private void isTrue(String... conditions) {
        for (String condition : conditions) {
            assertThat(truthOf(condition)).as(condition).isEqualTo(TRUE);
        }
    }

    private void isFalse(String... conditions) {
        for (String condition : conditions) {
            assertThat(truthOf(condition)).as(condition).isEqualTo(FALSE);
        }
    }

    private void refused(String condition, String message) {
        assertThat(errors(rule(condition)))
                .as(condition)
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error).contains(message));
    }

    private static String map(String condition) {
        return "rules: [{id: r, when: " + condition + ", set: {ac-charging.watts: 400}}]";
    }

    private void isActive(String yaml, boolean active) {
        rules(yaml);
        then().isIn("r", active ? RulePhase.ACTIVE : RulePhase.INACTIVE);
    }

    @Test
    @DisplayName("A condition may be an expression")
    void aConditionIsAnExpression() {
        aStation();
        soc(15);
        isTrue("soc < 20% and online");
    }

    @Test
    @DisplayName("A condition may be a map `all` of conditions, all of which must be true")
    void aConditionIsAMapOfAll() {
        aStation();
        soc(15);
        isActive(map("{all: [soc < 20%, soc > 10%]}"), true);
        isActive(map("{all: [soc < 20%, soc > 16%]}"), false);
    }

    @Test
    @DisplayName("A condition may be a map `any` of conditions, one of which must be true")
    void aConditionIsAMapOfAny() {
        aStation();
        soc(15);
        isActive(map("{any: [soc > 20%, soc > 10%]}"), true);
        isActive(map("{any: [soc > 20%, soc > 16%]}"), false);
    }

    @Test
    @DisplayName("A condition may be a map `not` of a condition, and maps nest")
    void aConditionIsAMapOfNot() {
        aStation();
        soc(15);
        isActive(map("{not: soc > 20%}"), true);
        isActive(map("{not: soc < 20%}"), false);
        isActive(map("{all: [{not: {any: [soc > 20%, soc < 10%]}}, online]}"), true);
    }

    @Test
    @DisplayName("Grammar: `or` joins what `and` joins, so that `and` binds closer")
    void andBindsCloserThanOr() {
        aStation();
        soc(15);
        isTrue("soc < 20% or soc < 20% and soc > 90%", "soc > 90% and soc > 80% or soc < 20%");
        isFalse("(soc < 20% or soc < 20%) and soc > 90%");
    }

    @Test
    @DisplayName("Grammar: `not` binds closer than `and`")
    void notBindsCloserThanAnd() {
        aStation();
        soc(15);
        isFalse("not soc > 90% and soc > 80%");
        isTrue("not (soc > 90% and soc > 80%)", "not not soc < 20%");
    }

    @Test
    @DisplayName("Grammar: `not` takes a `for` along: `not online for 2m` denies that it was online for two minutes")
    void notDeniesAWholeFor() {
        rules("""
                rules:
                  - {id: denied, when: not online for 2m, set: {ac-charging.watts: 400}}
                  - {id: timed, when: (not online) for 2m, set: {car-output.enabled: false}}
                """);
        soc(50);
        then().isActive("denied").isInactive("timed");
        minutesPass(2);
        then().isInactive("denied").isInactive("timed");
        goesOffline();
        then().isActive("denied").isIn("timed", RulePhase.PENDING);
        minutesPass(2);
        then().isActive("denied").isActive("timed");
    }

    @Test
    @DisplayName("Grammar: `for` times the one comparison before it")
    void aForBelongsToTheComparisonBeforeIt() {
        rules("""
                rules:
                  - {id: last, when: output-watts > 500 W and soc < 20% for 2m, set: {ac-charging.watts: 400}}
                  - {id: both, when: (output-watts > 500 W and soc < 20%) for 2m, set: {car-output.enabled: false}}
                """);
        given(reads("output-watts", 100), soc(15));
        minutesPass(2);
        reads("output-watts", 600);
        then().isActive("last").isIn("both", RulePhase.PENDING);
        minutesPass(2);
        then().isActive("both");
    }

    @Test
    @DisplayName("Grammar: a comparison with `for` is true once it held for that long without a break")
    void aForIsTrueOnceItHeldForThatLong() {
        rules(rule("soc < 20% for 2m"));
        soc(15);
        secondsPass(119);
        then().isIn("r", RulePhase.PENDING);
        soc(20);
        soc(15);
        secondsPass(119);
        then().isIn("r", RulePhase.PENDING);
        secondsPass(1);
        then().isActive("r");
    }

    @Test
    @DisplayName("Grammar: < <= > >= == != compare two sums")
    void theSixComparisons() {
        aStation();
        soc(20);
        isTrue("soc < 21", "soc <= 20", "soc > 19", "soc >= 20", "soc == 20", "soc != 21", "10 + 9 < soc - 0");
        isFalse("soc < 20", "soc <= 19", "soc > 20", "soc >= 21", "soc == 21", "soc != 20");
    }

    @Test
    @DisplayName("Grammar: a comparison may have a hysteresis, which may be a sum")
    void aComparisonMayHaveAHysteresis() {
        rules(rule("soc < 10 + 10 hysteresis 2 + 3"));
        soc(19);
        then().isActive("r");
        soc(24);
        then().isActive("r");
        soc(25);
        then().isInactive("r");
    }

    @Test
    @DisplayName("Grammar: `in` a range")
    void aValueMayBeInARange() {
        aStation();
        soc(20);
        isTrue("soc in 20..30", "soc in 10%..20%");
        isFalse("soc in 21..30", "soc in 10%..19%");
    }

    @Test
    @DisplayName("Grammar: `in` a list")
    void aValueMayBeInAList() {
        aStation();
        soc(20);
        isTrue("soc in [10, 20]", "soc in [10, 15..25]", "weekday in [mon, sun]");
        isFalse("soc in [10, 30]", "weekday in [tue, sun]");
    }

    @Test
    @DisplayName("Grammar: sums of products, from left to right")
    void productsBindCloserThanSums() {
        aStation();
        soc(7);
        isTrue("soc == 1 + 2 * 3", "soc == 9 / 3 + 4", "soc == 12 - 3 - 2", "soc == 28 / 2 / 2", "soc * 2 - 4 == 10");
        isFalse("soc == (1 + 2) * 3", "soc == 12 - (3 - 2)");
    }

    @Test
    @DisplayName("Grammar: a minus before a value")
    void aMinusNegates() {
        aStation();
        soc(7);
        isTrue("-soc < 0", "-soc == -7", "soc == 9 + -2", "-(soc - 10) == 3");
    }

    @Test
    @DisplayName("Grammar: numbers, with and without a unit")
    void aNumberMayHaveAUnit() {
        aStation();
        given(reads("output-watts", 1500));
        isTrue("output-watts == 1500", "output-watts == 1500 W", "output-watts == 1.5 kW", "output-watts == 1.5kW");
    }

    @Test
    @DisplayName("Grammar: lengths of time")
    void aLengthOfTimeIsAValue() {
        aStation();
        reads("time-to-empty", 90);
        isTrue("time-to-empty == 90m", "time-to-empty == 1h30m", "time-to-empty == 5400s", "time-to-empty < 1d");
    }

    @Test
    @DisplayName("Grammar: times of day")
    void aClockIsAValue() {
        itIs("2026-06-01T12:00:00", "UTC");
        aStation();
        isTrue("time >= 12:00", "time < 12:01");
        isFalse("time < 12:00");
    }

    @Test
    @DisplayName("Grammar: labels of readings that are codes")
    void aLabelIsAValue() {
        aStation();
        reads("charging-source", 2);
        isTrue("charging-source == solar", "charging-source != grid", "charging-source in [grid, solar]");
        isFalse("charging-source == grid");
    }

    @Test
    @DisplayName("Grammar: true and false")
    void trueAndFalseAreValues() {
        aStation();
        given(stationShows("ac-output.enabled", 1));
        isTrue("true", "ac-output.enabled == true", "not false");
        isFalse("false", "ac-output.enabled == false", "true and false");
    }

    @Test
    @DisplayName("Grammar: names, calls, and conditions in parentheses")
    void namesCallsAndParentheses() {
        aStation();
        soc(7);
        isTrue("soc == 7", "abs(0 - soc) == 7", "(soc == 7 or soc == 8) and online");
    }

    @Test
    @DisplayName("A range reads value..value, with or without spaces")
    void aRangeIsTwoValuesWithTwoDots() {
        aStation();
        soc(50);
        isTrue("soc in 40..60", "soc in 40 .. 60", "soc in 20 + 20..min(60, 90)");
        isFalse("soc in 51..60");
    }

    @Test
    @DisplayName("A hyphen before a letter is part of the name")
    void aHyphenBeforeALetterBelongsToTheName() {
        aStation();
        reads("solar-watts", 300);
        isTrue("solar-watts == 300 W");
        refused("output-watts-solar-watts > 100 W", "unknown name 'output-watts-solar-watts'");
    }

    @Test
    @DisplayName("A hyphen before a digit or a space subtracts")
    void aHyphenBeforeADigitOrASpaceSubtracts() {
        itIs("2026-06-21T21:10:00", "Europe/Berlin"); // the sun sets at 21:33
        thePlaceIs(52.52, 13.405);
        aStation();
        given(reads("output-watts", 500), reads("solar-watts", 300), soc(50));
        isTrue("output-watts - solar-watts == 200 W", "soc -10 == 40", "time > sunset-30m");
        isFalse("time > sunset-10m", "time > sunset");
    }

    @Test
    @DisplayName("Names: a quota by the vendor's key")
    void aQuotaGoesByTheVendorsKey() {
        aStation();
        given(reads("pd.wattsOutSum", 120), reads("bms_emsStatus.lcdShowSoc", 44));
        isTrue("pd.wattsOutSum == 120 W", "bms_emsStatus.lcdShowSoc == 44%");
    }

    @Test
    @DisplayName("Names: a quota by the catalog's alias, for the same reading")
    void aQuotaGoesByItsAlias() {
        aStation();
        given(reads("pd.wattsOutSum", 120), reads("pd.wattsInSum", 90), soc(44));
        isTrue("output-watts == 120 W", "input-watts == 90 W", "soc == 44%");
        reads("ac-input-watts", 70);
        isTrue("inv.inputWatts == 70 W");
    }

    @Test
    @DisplayName("Names: the aliases are the same on every model")
    void aliasesAreTheSameOnEveryModel() {
        List<String> aliases = List.of("soc", "input-watts", "output-watts", "solar-watts", "ac-input-watts");
        assertThat(CATALOG.models()).hasSizeGreaterThan(1);
        for (Model model : CATALOG.models()) {
            for (String alias : aliases) {
                assertThat(model.indexOf(alias)).as(model.id() + " " + alias).isNotNegative();
            }
        }
    }

    @Test
    @DisplayName("Names: a setting is its value read back")
    void aSettingIsItsValueReadBack() {
        aStation();
        stationShows(WATTS, 900);
        isTrue("ac-charging.watts == 900 W");
        reads("mppt.cfgChgWatts", 500);
        isTrue("ac-charging.watts == 500 W");
    }

    @Test
    @DisplayName("Names: online")
    void onlineIsAName() {
        aStation();
        soc(50);
        isTrue("online");
        goesOffline();
        isFalse("online");
    }

    @Test
    @DisplayName("Names: a reading of another device")
    void anotherDevicesReadingIsAName() {
        station(CELLAR, "cellar");
        aStation();
        soc(50);
        on(CELLAR);
        soc(10);
        on(GARAGE);
        isTrue(
                "device(\"cellar\").soc == 10%",
                "device(\"garage\").soc == 50%", "device(\"" + CELLAR + "\").soc < soc");
    }

    @Test
    @DisplayName("Names: whether another rule is active")
    void anotherRulesActivityIsAName() {
        rules("""
                rules:
                  - {id: night-charging, when: soc < 20%, set: {ac-charging.watts: 400}}
                  - {id: quiet, when: rule("night-charging").active, set: {beeper.silent: true}}
                """);
        soc(50);
        then().isInactive("quiet");
        soc(15);
        then().isActive("quiet");
        soc(50);
        then().isInactive("quiet");
    }

    @Test
    @DisplayName("Names: time, weekday, date")
    void timeWeekdayAndDateAreNames() {
        itIs("2026-06-01T12:00:00", "UTC"); // a Monday
        aStation();
        isTrue("time >= 12:00", "weekday == mon", "date in 2026-06-01..2026-06-02");
        isFalse("time in 12:01..13:00", "weekday == tue", "date in 2026-05-01..2026-05-31");
    }

    @Test
    @DisplayName("Names: sunrise and sunset")
    void sunriseAndSunsetAreNames() {
        itIs("2026-06-21T12:00:00", "Europe/Berlin");
        thePlaceIs(52.52, 13.405);
        aStation();
        isTrue("time > sunrise", "time < sunset", "sunrise < 05:00", "sunset > 21:00");
    }

    @Test
    @DisplayName("Names: signal.NAME is kept for later")
    void signalsAreKeptForLater() {
        refused("signal.price < 20", "'signal.price': names that begin with signal are kept for later");
    }

    @Test
    @DisplayName("A unit must fit the quota")
    void aUnitMustFitTheQuota() {
        refused("soc < 20 W", "'20 W' is a power");
        refused("input-watts > 20%", "they do not fit");
        refused("remaining-time > 5 V", "they do not fit");
    }

    @Test
    @DisplayName("Units convert: 1.5 kW, 52 V against millivolts, 80 %, 90 min")
    void unitsConvert() {
        aStation();
        given(reads("input-watts", 1500), reads("battery-volts", 52000), soc(80), reads("time-to-full", 90));
        isTrue("input-watts == 1.5 kW", "battery-volts == 52 V", "soc == 80%", "time-to-full == 90 min");
        given(reads("input-watts", 1501), reads("battery-volts", 52001), soc(81), reads("time-to-full", 91));
        isTrue("input-watts > 1.5 kW", "battery-volts > 52 V", "soc > 80%", "time-to-full > 90 min");
    }

    @Test
    @DisplayName("`x < 20 hysteresis 5` is true below 20, and false again only from 25 on")
    void aHysteresisHoldsUpToItsBand() {
        rules(rule("soc < 20 hysteresis 5"));
        soc(20);
        then().isInactive("r");
        soc(19.9);
        then().isActive("r");
        soc(24.9);
        then().isActive("r");
        soc(25);
        then().isInactive("r");
        soc(22);
        then().isInactive("r");
    }

    @Test
    @DisplayName("Functions: min and max")
    void theFunctionsMinAndMax() {
        aStation();
        soc(40);
        isTrue("min(soc, 50, 60) == 40", "min(soc, 30) == 30", "max(soc, 30) == 40", "max(soc, 50, 60) == 60");
    }

    @Test
    @DisplayName("Functions: clamp")
    void theFunctionClamp() {
        aStation();
        soc(40);
        isTrue("clamp(soc, 50, 60) == 50", "clamp(soc, 10, 30) == 30", "clamp(soc, 10, 60) == 40");
    }

    @Test
    @DisplayName("Functions: abs and round")
    void theFunctionsAbsAndRound() {
        aStation();
        soc(40);
        isTrue("abs(soc - 50) == 10", "abs(soc - 30) == 10", "round(soc / 3) == 13", "round(soc, 25) == 50");
    }

    @Test
    @DisplayName("Functions: avg is weighted by time, and unknown until its window is covered")
    void theFunctionAvg() {
        rules(rule("avg(output-watts, 5m) >= 500 W"));
        reads("output-watts", 1000);
        secondsPass(299);
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
        secondsPass(1);
        then().isActive("r");
        reads("output-watts", 0);
        // Half of the window, whatever number of readings fell into each half.
        for (int i = 0; i < 15; i++) {
            secondsPass(10);
            reads("output-watts", 0);
        }
        then().isActive("r");
        // A mean over five minutes is looked at every five seconds.
        secondsPass(5);
        then().isInactive("r");
    }

    @Test
    @DisplayName("Functions: lowest and highest, unknown until the window is covered")
    void theFunctionsLowestAndHighest() {
        rules("""
                rules:
                  - {id: lowest, when: 'lowest(soc, 5m) >= 40%', set: {ac-charging.watts: 400}}
                  - {id: highest, when: 'highest(soc, 5m) >= 60%', set: {car-output.enabled: false}}
                """);
        soc(60);
        secondsPass(299);
        assertThat(explain("lowest").when().truth()).isEqualTo(UNKNOWN);
        assertThat(explain("highest").when().truth()).isEqualTo(UNKNOWN);
        secondsPass(1);
        then().isActive("lowest").isActive("highest");
        soc(39);
        then().isInactive("lowest").isActive("highest");
        secondsPass(1);
        soc(50);
        secondsPass(298);
        // 60 % and 39 % are both still within the last five minutes.
        then().isInactive("lowest").isActive("highest");
        secondsPass(2);
        then().isActive("lowest").isInactive("highest");
    }

    @Test
    @DisplayName("Functions: rate, unknown until the window is covered")
    void theFunctionRate() {
        rules(rule("rate(soc, 10m) <= -12"));
        soc(50);
        secondsPass(599);
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
        secondsPass(1);
        then().isInactive("r");
        soc(48);
        then().isActive("r");
    }

    @Test
    @DisplayName("Functions: changed, unknown until the window is covered")
    void theFunctionChanged() {
        rules(rule("changed(soc, 10m)"));
        soc(50);
        secondsPass(599);
        assertThat(explain("r").when().truth()).isEqualTo(UNKNOWN);
        secondsPass(1);
        then().isInactive("r");
        soc(51);
        then().isActive("r");
        secondsPass(599);
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
    }

    @Test
    @DisplayName("Functions: age")
    void theFunctionAge() {
        rules(rule("age(soc) >= 2m"));
        soc(50);
        fallsSilent();
        secondsPass(119);
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        soc(50);
        then().isInactive("r");
    }

    @Test
    @DisplayName("Functions: cron is true for its length from each firing")
    void theFunctionCron() {
        itIs("2026-06-05T23:29:59", "UTC"); // a Friday
        rules(rule("cron(\"30 23 * * mon-fri\", 6h)"));
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        secondsPass(6 * 3600 - 1);
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
        hoursPass(20);
        then().isInactive("r").started("r", 0);
    }

    @Test
    @DisplayName("`time in 22:00..06:00` runs over midnight")
    void aRangeOfTimesRunsOverMidnight() {
        itIs("2026-06-01T21:59:59", "UTC");
        rules(rule("time in 22:00..06:00"));
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        itBecomes("2026-06-02T05:59:59");
        then().isActive("r").started("r", 0);
        secondsPass(1);
        then().isInactive("r");
    }

    @Test
    @DisplayName("`sunset-30m..sunrise` needs the configured place")
    void aRangeByTheSunNeedsAPlace() {
        aStation();
        rules(rule("time in sunset-30m..sunrise"));
        assertThat(engine().notApplicable())
                .singleElement()
                .satisfies(unfit -> assertThat(unfit.reason()).contains("Set joulekeeper.place"));
    }

    @Test
    @DisplayName("`sunset-30m..sunrise` runs from half an hour before sunset to sunrise")
    void aRangeByTheSunFollowsIt() {
        itIs("2026-06-21T20:55:00", "Europe/Berlin"); // the sun sets at 21:33 and rises at 04:43
        thePlaceIs(52.52, 13.405);
        rules(rule("time in sunset-30m..sunrise"));
        then().isInactive("r");
        itBecomes("21:10:00");
        then().isActive("r");
        itBecomes("2026-06-22T04:35:00");
        then().isActive("r");
        itBecomes("2026-06-22T04:50:00");
        then().isInactive("r");
    }

    @Test
    @DisplayName("Times are those of the configured zone")
    void timesAreLocalToTheConfiguredZone() {
        itIs("2026-06-01T21:59:59", "America/New_York");
        rules(rule("time in 22:00..23:00"));
        then().isInactive("r");
        secondsPass(1);
        then().isActive("r");
        assertThat(now()).hasToString("2026-06-02T02:00:00Z");
    }

    @Test
    @DisplayName("Over a change of the clocks the wall clock decides")
    void overAClockChangeTheWallClockDecides() {
        itIs("2026-10-24T23:00:00", "Europe/Berlin"); // put back from 03:00 to 02:00 in this night
        rules(rule("time in 00:00..06:00"));
        hoursPass(1);
        then().isActive("r");
        secondsPass(7 * 3600 - 1);
        then().isActive("r");
        secondsPass(1);
        then().isInactive("r");
    }
}
