package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Rule.DeviceSelector;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Warns of two rules of one priority that claim the same setting with different values. */
final class ClaimConflicts {
    private static final int MOST = 100;

    private record Claim(Rule rule, SourceAssignment assignment) {}

    private record Key(int priority, String setting) {}

    private ClaimConflicts() {}

    /** @param rules in the order of their ids */
    static List<RuleIssue> find(List<Rule> rules) {
        Map<Key, List<Claim>> claims = new HashMap<>();
        List<RuleIssue> warnings = new ArrayList<>();
        for (Rule rule : rules) {
            if (!rule.enabled()) {
                continue;
            }
            for (SourceAssignment assignment : rule.set()) {
                List<Claim> earlier = claims.computeIfAbsent(
                        new Key(rule.priority(), assignment.setting()), key -> new ArrayList<>());
                Claim claim = new Claim(rule, assignment);
                earlier.stream()
                        .filter(other -> conflict(other, claim))
                        .findFirst()
                        .filter(other -> warnings.size() < MOST)
                        .ifPresent(other -> warnings.add(warning(other, claim)));
                earlier.add(claim);
            }
        }
        return warnings;
    }

    private static boolean conflict(Claim one, Claim other) {
        return !one.assignment().value().equals(other.assignment().value())
                && mayMeet(one.rule().devices(), other.rule().devices());
    }

    private static boolean mayMeet(DeviceSelector one, DeviceSelector other) {
        if (one instanceof DeviceSelector.Named(var names) && other instanceof DeviceSelector.Named(var others)) {
            return names.stream().anyMatch(others::contains);
        }
        return !(one instanceof DeviceSelector.OfModel(var model)
                && other instanceof DeviceSelector.OfModel(var otherModel)
                && !model.equals(otherModel));
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
