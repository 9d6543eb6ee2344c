package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.Rule.DeviceSelector;
import io.github.joulekeeper.rule.Rule.SourceAssignment;
import io.github.joulekeeper.rule.Rule.SourceEnding;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.ModelBinder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks rules against the catalog, without knowing any station: a rule for one model must fit that model, any other rule
 * must fit at least one. Names of other stations are taken to exist.
 */
final class RuleValidator {
    private static final RuleBinder BINDER = new ModelBinder();

    private final Catalog catalog;

    RuleValidator(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * What is wrong with a rule; nothing if it fits.
     *
     * @param ids the ids of all rules
     */
    List<RuleIssue> check(Rule rule, Set<String> ids) {
        List<RuleIssue> fewest = List.of();
        List<Model> fitting = new ArrayList<>();
        Map<Model, RuleIssue> refusing = new LinkedHashMap<>();
        for (Model model : candidates(rule)) {
            List<RuleIssue> issues = check(rule, model, ids);
            if (issues.isEmpty()) {
                fitting.add(model);
            } else if (issues.stream().allMatch(issue -> isOutOfRange(rule, issue))) {
                refusing.put(model, issues.getFirst());
            }
            if (!issues.isEmpty() && (fewest.isEmpty() || issues.size() < fewest.size())) {
                fewest = issues;
            }
        }
        if (fitting.isEmpty()) {
            return fewest;
        }
        return refusing.size() < fitting.size() ? List.of() : List.of(warning(fitting, refusing));
    }

    /** Whether a model has what the rule names, but does not take one of its values: {@code Setting.refusal} said so. */
    private static boolean isOutOfRange(Rule rule, RuleIssue issue) {
        Stream<SourceAssignment> otherwise =
                rule.otherwise() instanceof SourceEnding.Assign(var values) ? values.stream() : Stream.of();
        return Stream.concat(rule.set().stream(), otherwise)
                .anyMatch(assignment -> issue.message().startsWith(assignment.setting() + " must be "));
    }

    /** A value that fits few models only may be a slip, or meant for a station of one of them. */
    private static RuleIssue warning(List<Model> fitting, Map<Model, RuleIssue> refusing) {
        RuleIssue issue = refusing.values().iterator().next();
        return new RuleIssue(
                RuleIssue.Severity.WARNING,
                issue.file(),
                issue.line(),
                issue.column(),
                issue.length(),
                issue.sourceLine(),
                "%s. So it is on %s, and there the rule will not run. If it is meant for another model, say devices: {model: %s}"
                        .formatted(
                                issue.message(),
                                refusing.keySet().stream().map(Model::name).collect(Collectors.joining(", ")),
                                fitting.getFirst().id()));
    }

    private List<Model> candidates(Rule rule) {
        return rule.devices() instanceof DeviceSelector.OfModel(String model)
                ? catalog.model(model).stream().toList()
                : catalog.models();
    }

    private List<RuleIssue> check(Rule rule, Model model, Set<String> ids) {
        List<RuleIssue> fewest = bind(rule, model, new CatalogScope(model, ids));
        if (fewest.isEmpty() || !namesOtherStations(rule)) {
            return fewest;
        }
        for (Model other : catalog.models()) {
            List<RuleIssue> issues = bind(rule, model, new CatalogScope(other, ids));
            if (issues.size() < fewest.size()) {
                fewest = issues;
            }
        }
        return fewest;
    }

    private static boolean namesOtherStations(Rule rule) {
        return rule.when().text().contains("device(")
                || rule.until().stream().anyMatch(until -> until.text().contains("device("))
                || rule.set().stream().anyMatch(value -> value.value().text().contains("device("));
    }

    private static List<RuleIssue> bind(Rule rule, Model model, RuleBinder.Scope scope) {
        return switch (BINDER.bind(rule, model, scope)) {
            case RuleBinder.Binding.Bound(var bound) -> List.of();
            case RuleBinder.Binding.Unfit(List<RuleIssue> issues) -> issues;
        };
    }

    /** Any station that a rule names is taken to exist, and to be of this model. */
    private record CatalogScope(Model other, Set<String> ids) implements RuleBinder.Scope {
        @Override
        public Optional<RuleBinder.Other> device(String nameOrSerial) {
            return Optional.of(new RuleBinder.Other(nameOrSerial, other));
        }

        @Override
        public boolean hasRule(String id) {
            return ids.contains(id);
        }

        @Override
        public Collection<String> ruleIds() {
            return ids;
        }
    }
}
