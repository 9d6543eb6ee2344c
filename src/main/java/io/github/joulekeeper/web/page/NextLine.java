package io.github.joulekeeper.web.page;

import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.engine.RulePhase;
import io.github.joulekeeper.rule.Truth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Something that will happen by itself if the readings stay as they are.
 *
 * @param rule the rule that it concerns, empty for a value set by hand
 * @param what such as {@code may start again}
 * @param why what makes it so, marked up; may be empty
 * @param stations where
 */
public record NextLine(Instant at, String rule, String what, String why, List<Station> stations) {
    /** A station. */
    public record Station(String serial, String name) {}

    private record Event(Instant at, String rule, String what, String why) {}

    private record Due(Event event, String serial) {}

    /** The soonest first; what happens to several stations at once is one line. */
    static List<NextLine> of(
            List<Explanation.OfRule> rules, List<Explanation.OfSetting> settings, Map<String, String> names) {
        Map<Event, List<Station>> lines = new LinkedHashMap<>();
        Stream.concat(
                        rules.stream().flatMap(rule -> Stream.concat(waits(rule), byTheClock(rule))),
                        settings.stream().flatMap(NextLine::byHand))
                .sorted(Comparator.comparing(due -> due.event().at()))
                .forEach(due -> lines.computeIfAbsent(due.event(), event -> new ArrayList<>())
                        .add(new Station(due.serial(), names.getOrDefault(due.serial(), due.serial()))));
        return lines.entrySet().stream()
                .map(line -> new NextLine(
                        line.getKey().at(),
                        line.getKey().rule(),
                        line.getKey().what(),
                        line.getKey().why(),
                        List.copyOf(line.getValue())))
                .toList();
    }

    private static Stream<Due> waits(Explanation.OfRule rule) {
        String what = switch (rule.phase()) {
            case PENDING -> "starts";
            case ACTIVE -> "ends at the latest";
            case COOLING_DOWN -> "may start again";
            case SUSPENDED -> "is resumed";
            case INACTIVE, DISABLED -> "changes";
        };
        return rule.until().stream().map(at -> new Due(new Event(at, rule.rule(), what, ""), rule.serial()));
    }

    /** The turns that may start a rule or end it; one that only keeps it from starting is no news. */
    private static Stream<Due> byTheClock(Explanation.OfRule rule) {
        boolean active = rule.phase() == RulePhase.ACTIVE;
        if (!active && rule.phase() != RulePhase.INACTIVE) {
            return Stream.empty();
        }
        Truth matters = Truth.of(!active || rule.untilCondition().isPresent());
        return rule.turn().stream().filter(turn -> turn.truth() == matters).map(turn -> {
            String why =
                    "`%s` is %s then".formatted(turn.text(), turn.truth().name().toLowerCase(Locale.ROOT));
            return new Due(new Event(turn.at(), rule.rule(), active ? "may end" : "may start", why), rule.serial());
        });
    }

    private static Stream<Due> byHand(Explanation.OfSetting setting) {
        return setting.winner().stream()
                .filter(claim -> Origin.of(claim.origin()).person())
                .flatMap(claim -> claim.until().stream().map(at -> {
                    String name = claim.setting().name();
                    String why = "set to %s by hand until then"
                            .formatted(claim.setting().format(claim.value()));
                    return new Due(new Event(at, "", name + " is released", why), setting.serial());
                }));
    }
}
