package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.Rule.SourceEnding;
import io.github.joulekeeper.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done to go from one set of rules to another. To be applied as a whole, between two events.
 *
 * @param operations in the order of the rules' ids
 * @param limitsChanged whether {@code after} has other limits
 * @param after the rules and limits that are in force then
 */
public record ReloadPlan(List<Operation> operations, boolean limitsChanged, RuleSet after) {
    public ReloadPlan {
        operations = List.copyOf(operations);
    }

    /** What becomes of one rule. */
    public sealed interface Operation {
        String id();

        /** A rule that was not there before. */
        record Add(Rule rule) implements Operation {
            @Override
            public String id() {
                return rule.id();
            }
        }

        /**
         * A rule that says something else now.
         *
         * @param conditionChanged whether {@code when}, {@code until} or the stations differ; if not, an active rule
         *     stays active
         */
        record Change(Rule before, Rule after, boolean conditionChanged) implements Operation {
            @Override
            public String id() {
                return after.id();
            }
        }

        /** A rule that is no longer there. */
        record Remove(Rule rule) implements Operation {
            @Override
            public String id() {
                return rule.id();
            }
        }
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return operations.isEmpty() && !limitsChanged;
    }

    /** Plans the way from one set of rules to another. A rule that only moved within its files is not changed. */
    public static ReloadPlan between(RuleSet before, RuleSet after) {
        List<Operation> operations = new ArrayList<>();
        for (Rule rule : after.rules()) {
            Optional<Rule> old = before.rule(rule.id());
            if (old.isEmpty()) {
                operations.add(new Operation.Add(rule));
            } else if (!sameContent(old.get(), rule)) {
                operations.add(new Operation.Change(old.get(), rule, !sameCondition(old.get(), rule)));
            }
        }
        for (Rule rule : before.rules()) {
            if (after.rule(rule.id()).isEmpty()) {
                operations.add(new Operation.Remove(rule));
            }
        }
        operations.sort(java.util.Comparator.comparing(Operation::id));
        return new ReloadPlan(operations, !sameLimits(before, after), after);
    }

    private static boolean sameCondition(Rule one, Rule other) {
        return one.when().text().equals(other.when().text())
                && one.until()
                        .map(Rule.SourceCondition::text)
                        .equals(other.until().map(Rule.SourceCondition::text))
                && one.devices().equals(other.devices());
    }

    private static boolean sameContent(Rule one, Rule other) {
        // Rules of files that did not change are the same objects.
        return one == other
                || sameCondition(one, other)
                        && one.description().equals(other.description())
                        && one.enabled() == other.enabled()
                        && same(one.set(), other.set())
                        && sameEnding(one.otherwise(), other.otherwise())
                        && one.enforce() == other.enforce()
                        && one.priority() == other.priority()
                        && one.minActive().equals(other.minActive())
                        && one.maxActive().equals(other.maxActive())
                        && one.cooldown().equals(other.cooldown())
                        && one.endWhenUnknownFor().equals(other.endWhenUnknownFor());
    }

    private static boolean sameEnding(SourceEnding one, SourceEnding other) {
        return one instanceof SourceEnding.Assign(var values) && other instanceof SourceEnding.Assign(var others)
                ? same(values, others)
                : one.equals(other);
    }

    private static boolean same(List<SourceAssignment> one, List<SourceAssignment> other) {
        return one.stream()
                .map(Said::of)
                .toList()
                .equals(other.stream().map(Said::of).toList());
    }

    private static boolean sameLimits(RuleSet before, RuleSet after) {
        return before.limits().size() == after.limits().size()
                && before.limits().stream()
                        .map(Bound::of)
                        .toList()
                        .equals(after.limits().stream().map(Bound::of).toList());
    }

    /** An assignment without its place. */
    private record Said(String setting, String value, Object step, Object every) {
        static Said of(SourceAssignment assignment) {
            return new Said(assignment.setting(), assignment.value().text(), assignment.step(), assignment.every());
        }
    }

    /** A limit without its place. */
    private record Bound(String setting, Object atLeast, Object atMost, Object only, Object devices) {
        static Bound of(io.github.joulekeeper.rule.Limit limit) {
            return new Bound(limit.setting(), limit.atLeast(), limit.atMost(), limit.only(), limit.devices());
        }
    }
}
