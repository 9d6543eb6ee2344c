package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one rule file says.
 *
 * @param name how the file is called in messages
 * @param rules the rules that could be read; wrong ones are missing
 * @param drafts what is right of the wrong rules, to find what else is wrong with them
 * @param declared the ids of all rules that it means to hold, also of wrong ones
 * @param issues what is wrong in it on its own
 */
record FileContent(
        String name,
        List<Rule> rules,
        List<Rule> drafts,
        List<Limit> limits,
        Set<String> declared,
        List<RuleIssue> issues) {
    FileContent {
        rules = List.copyOf(rules);
        drafts = List.copyOf(drafts);
        limits = List.copyOf(limits);
        declared = Set.copyOf(declared);
        issues = List.copyOf(issues);
    }

    /** Whether one of its rules asks for another rule, so that it depends on which rules there are. */
    boolean namesRules() {
        return Stream.concat(rules.stream(), drafts.stream())
                .anyMatch(rule -> rule.when().text().contains("rule(")
                        || rule.until().stream().anyMatch(until -> until.text().contains("rule(")));
    }

    /** The same without the rules that have these ids. */
    FileContent without(Set<String> ids) {
        return new FileContent(
                name,
                rules.stream().filter(rule -> !ids.contains(rule.id())).toList(),
                drafts.stream().filter(rule -> !ids.contains(rule.id())).toList(),
                limits,
                declared.stream().filter(id -> !ids.contains(id)).collect(Collectors.toSet()),
                issues);
    }

    boolean hasErrors() {
        return issues.stream().anyMatch(issue -> issue.severity() == RuleIssue.Severity.ERROR);
    }
}
