package io.github.joulekeeper.web.page;

import io.github.joulekeeper.engine.Explanation;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Something that will happen by itself if the readings stay as they are.
 *
 * @param rule the rule that it concerns, empty for a value set by hand
 * @param station the station's name
 */
public record NextLine(Instant at, String rule, String serial, String station, String what) {
    /** The soonest first. */
    static List<NextLine> of(
            List<Explanation.OfRule> rules, List<Explanation.OfSetting> settings, Map<String, String> names) {
        return Stream.concat(
                        rules.stream().flatMap(rule -> rule.until().stream().map(at -> of(rule, at, names))),
                        settings.stream().flatMap(setting -> byHand(setting, names)))
                .sorted(Comparator.comparing(NextLine::at))
                .toList();
    }

    private static NextLine of(Explanation.OfRule rule, Instant at, Map<String, String> names) {
        String what = switch (rule.phase()) {
            case PENDING -> "starts";
            case ACTIVE -> "ends at the latest";
            case COOLING_DOWN -> "may start again";
            case SUSPENDED -> "is resumed";
            case INACTIVE, DISABLED -> "changes";
        };
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
