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

    /** The rule with this id. */
    public Optional<Rule> rule(String id) {
        int low = 0;
        int high = rules.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = rules.get(middle).id().compareTo(id);
            if (order == 0) {
                return Optional.of(rules.get(middle));
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return Optional.empty();
    }
}
