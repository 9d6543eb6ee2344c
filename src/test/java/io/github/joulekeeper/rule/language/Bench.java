package io.github.joulekeeper.rule.language;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.rule.BoundRule;
import io.github.joulekeeper.rule.Condition;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleBinder;
import io.github.joulekeeper.rule.RuleIssue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Parses and binds single conditions and values on a DELTA 2, as the tests of the language need it. */
final class Bench {
    static final Catalog CATALOG = new CatalogLoader().load();
    static final Model DELTA_2 = CATALOG.model("delta-2").orElseThrow();

    private Bench() {}

    /** A garage of the same model, and the rules night-charging and generator. */
    record HouseScope(boolean hasPlace) implements RuleBinder.Scope {
        private static final Set<String> RULES = Set.of("night-charging", "generator");

        @Override
        public Optional<RuleBinder.Other> device(String nameOrSerial) {
            return nameOrSerial.equals("garage")
                    ? Optional.of(new RuleBinder.Other("R331ZTEST0000002", DELTA_2))
                    : Optional.empty();
        }

        @Override
        public boolean hasRule(String id) {
            return RULES.contains(id);
        }

        @Override
        public Collection<String> ruleIds() {
            return RULES;
        }
    }

    static Syntax parse(String text) {
        List<RuleIssue> issues = new ArrayList<>();
        return RuleLanguage.condition(Passage.of("test", text), issues::add)
                .map(ParsedCondition::syntax)
                .orElseThrow(() -> new AssertionError(text + "\n" + issues));
    }

    /** The bound rule that has the condition, and sets the setting to the value. */
    static RuleBinder.Binding bind(String condition, String setting, String value, RuleBinder.Scope scope) {
        List<RuleIssue> issues = new ArrayList<>();
        Optional<ParsedCondition> when = RuleLanguage.condition(Passage.of("test", condition), issues::add);
        Optional<ParsedValue> parsed = RuleLanguage.value(Passage.of("test", value), issues::add);
        if (when.isEmpty() || parsed.isEmpty()) {
            return new RuleBinder.Binding.Unfit(issues);
        }
        Rule.Position position = new Rule.Position("test", 1, 1);
        Rule rule = new Rule(
                "test",
                "",
                true,
                new Rule.DeviceSelector.All(),
                when.get(),
                Optional.empty(),
                List.of(new Rule.SourceAssignment(setting, parsed.get(), Optional.empty(), Optional.empty(), position)),
                new Rule.SourceEnding.Keep(),
                false,
                50,
                Duration.ZERO,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                position);
        return new ModelBinder().bind(rule, DELTA_2, scope);
    }

    static Condition condition(String text) {
        return bound(bind(text, "beeper.silent", "true", new HouseScope(true))).when();
    }

    static BoundRule.Assignment assignment(String setting, String value) {
        return bound(bind("true", setting, value, new HouseScope(true))).set().getFirst();
    }

    static BoundRule bound(RuleBinder.Binding binding) {
        return switch (binding) {
            case RuleBinder.Binding.Bound(BoundRule rule) -> rule;
            case RuleBinder.Binding.Unfit(List<RuleIssue> issues) ->
                throw new AssertionError(issues.stream().map(RuleIssue::format).collect(Collectors.joining("\n")));
        };
    }

    /** What is wrong with a condition: messages with the marked text after an @. */
    static List<String> problems(String condition) {
        return problems(bind(condition, "beeper.silent", "true", new HouseScope(true)), condition);
    }

    static List<String> valueProblems(String setting, String value) {
        return problems(bind("true", setting, value, new HouseScope(true)), value);
    }

    static List<String> problems(RuleBinder.Binding binding, String text) {
        return switch (binding) {
            case RuleBinder.Binding.Bound bound -> List.of();
            case RuleBinder.Binding.Unfit(List<RuleIssue> issues) ->
                issues.stream()
                        .map(issue -> issue.message() + " @"
                                + text.substring(
                                        Math.min(text.length(), issue.column() - 1),
                                        Math.min(text.length(), issue.column() - 1 + issue.length())))
                        .toList();
        };
    }
}
