package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Rule.DeviceSelector;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Warns of two rules of one priority that claim the same setting with different values. Of the claims that went before
 * only the first two with different values are kept for each way of naming stations: one of them conflicts if any does, and
 * ten thousand rules need not be compared each with each.
 */
final class ClaimConflicts {
    private static final int MOST = 100;

    private record Claim(int order, Rule rule, SourceAssignment assignment) {
        boolean differs(Claim other) {
            return !assignment.value().equals(other.assignment.value());
        }
    }

    private record Key(int priority, String setting) {}

    /** The first claim, and the first whose value is another. */
    private static final class Earliest {
        private @Nullable Claim first;
        private @Nullable Claim other;

        void add(Claim claim) {
            if (first == null) {
                first = claim;
            } else if (other == null && claim.differs(first)) {
                other = claim;
            }
        }

        /** The first claim with another value than this one's. */
        @Nullable
        Claim against(Claim claim) {
            return first != null && claim.differs(first) ? first : other;
        }
    }

    /** The claims on one setting at one priority, by the stations that they are for. */
    private static final class Claims {
        private final Earliest everywhere = new Earliest();
        private final Earliest named = new Earliest();
        private final Earliest onModels = new Earliest();
        private final Map<String, Earliest> byName = new HashMap<>();
        private final Map<String, Earliest> byModel = new HashMap<>();
        private final Earliest any = new Earliest();

        void add(Claim claim) {
            any.add(claim);
            switch (claim.rule().devices()) {
                case DeviceSelector.All() -> everywhere.add(claim);
                case DeviceSelector.Named(var names) -> {
                    named.add(claim);
                    names.forEach(name ->
                            byName.computeIfAbsent(name, key -> new Earliest()).add(claim));
                }
                case DeviceSelector.OfModel(var model) -> {
                    onModels.add(claim);
                    byModel.computeIfAbsent(model, key -> new Earliest()).add(claim);
                }
            }
        }

        /** The first claim that may meet this one on a station and has another value. */
        Optional<Claim> against(Claim claim) {
            List<Earliest> meeting = new ArrayList<>();
            switch (claim.rule().devices()) {
                case DeviceSelector.All() -> meeting.add(any);
                case DeviceSelector.Named(var names) -> {
                    meeting.addAll(List.of(everywhere, onModels));
                    names.forEach(name -> meeting.add(byName.getOrDefault(name, new Earliest())));
                }
                case DeviceSelector.OfModel(var model) ->
                    meeting.addAll(List.of(everywhere, named, byModel.getOrDefault(model, new Earliest())));
            }
            return meeting.stream()
                    .map(earliest -> earliest.against(claim))
                    .filter(Objects::nonNull)
                    .min(Comparator.comparingInt(Claim::order));
        }
    }

    private ClaimConflicts() {}

    /** @param rules in the order of their ids */
    static List<RuleIssue> find(List<Rule> rules) {
        Map<Key, Claims> claims = new HashMap<>();
        List<RuleIssue> warnings = new ArrayList<>();
        int order = 0;
        for (Rule rule : rules) {
            if (!rule.enabled()) {
                continue;
            }
            for (SourceAssignment assignment : rule.set()) {
                Claims earlier =
                        claims.computeIfAbsent(new Key(rule.priority(), assignment.setting()), key -> new Claims());
                Claim claim = new Claim(order++, rule, assignment);
                earlier.against(claim).ifPresent(other -> warnings.add(warning(other, claim)));
                if (warnings.size() == MOST) {
                    return warnings;
                }
                earlier.add(claim);
            }
        }
        return warnings;
    }

    private static RuleIssue warning(Claim first, Claim second) {
        Rule.Position position = second.assignment().position();
        return RulePlaces.issue(
                RuleIssue.Severity.WARNING,
                second.rule(),
                position,
                second.assignment().setting().length(),
                "rules '%s' and '%s' set %s to different values (%s and %s) at the same priority %d: when both are active, the one active longer wins. Give one a higher priority"
                        .formatted(
                                first.rule().id(),
                                second.rule().id(),
                                second.assignment().setting(),
                                first.assignment().value().text(),
                                second.assignment().value().text(),
                                second.rule().priority()));
    }
}
