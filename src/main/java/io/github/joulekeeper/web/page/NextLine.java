package io.github.joulekeeper.web.page;

import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.rule.Truth;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Something that will happen by itself if the readings stay as they are.
 *
 * @param what such as {@code may start again}; marked up
 * @param rule the rule that it concerns, empty for a value set by hand
 * @param station the station's name
 */
public record NextLine(Instant at, String rule, String serial, String station, String what) {
    /** The soonest first. */
    static List<NextLine> of(
            List<Explanation.OfRule> rules, List<Explanation.OfSetting> settings, Map<String, String> names) {
        return Stream.concat(
                        rules.stream().flatMap(rule -> Stream.concat(due(rule, names), byTheClock(rule, names))),
                        settings.stream().flatMap(setting -> byHand(setting, names)))
                .sorted(Comparator.comparing(NextLine::at))
                .toList();
    }

    private static Stream<NextLine> due(Explanation.OfRule rule, Map<String, String> names) {
        String what = switch (rule.phase()) {
            case PENDING -> "starts";
            case ACTIVE -> "ends at the latest";
            case COOLING_DOWN -> "may start again";
            case SUSPENDED -> "is resumed";
            case INACTIVE, DISABLED -> "changes";
        };
        return rule.until().stream().map(at -> of(rule, at, what, names));
    }

    /** The turns that may start a rule or end it; one that only keeps it from starting is no news. */
    private static Stream<NextLine> byTheClock(Explanation.OfRule rule, Map<String, String> names) {
        return rule.turn().stream().flatMap(turn -> {
            boolean active = rule.phase() == RulePhase.ACTIVE;
            boolean endsWhenTrue = active && rule.untilCondition().isPresent();
            boolean matters = rule.phase() == RulePhase.INACTIVE || active;
            if (!matters || turn.truth() != Truth.of(!active || endsWhenTrue)) {
                return Stream.empty();
            }
            String what = (active ? "may end" : "may start") + ", since by then `" + turn.text() + "` is "
                    + turn.truth().name().toLowerCase(Locale.ROOT) + ",";
            return Stream.of(of(rule, turn.at(), what, names));
        });
    }

    private static NextLine of(Explanation.OfRule rule, Instant at, String what, Map<String, String> names) {
        return new NextLine(at, rule.rule(), rule.serial(), name(rule.serial(), names), what);
    }

    private static Stream<NextLine> byHand(Explanation.OfSetting setting, Map<String, String> names) {
        return setting.winner().stream()
                .filter(claim -> Origin.of(claim.origin()).person())
                .flatMap(claim -> claim.until().stream()
                        .map(at -> new NextLine(
                                at,
                                "",
                                setting.serial(),
                                name(setting.serial(), names),
                                "%s is released, set to %s by hand until then"
                                        .formatted(
                                                claim.setting().name(),
                                                claim.setting().format(claim.value())))));
    }

    private static String name(String serial, Map<String, String> names) {
        return names.getOrDefault(serial, serial);
    }
}
