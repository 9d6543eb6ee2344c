package io.github.joulekeeper.rule;

import java.util.List;
import java.util.Optional;

/**
 * All rules and limits that are in force.
 *
 * @param rules in the order of their ids, so that the order in which files are read changes nothing
 */
public record RuleSet(List<Rule> rules, List<Limit> limits) {
    public static final RuleSet EMPTY = new RuleSet(List.of(), List.of());

    public RuleSet {
        rules = rules.stream().sorted(java.util.Comparator.comparing(Rule::id)).toList();
        limits = List.copyOf(limits);
    }

    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }
}
