package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.ParsedCondition;
import io.github.joulekeeper.rule.language.SourceFile;

/** Makes issues about whole rules and their settings. */
final class RulePlaces {
    private RulePlaces() {}

    /** An issue that marks the rule's id. */
    static RuleIssue issue(RuleIssue.Severity severity, Rule rule, String message) {
        return issue(severity, rule, rule.source(), rule.id().length(), message);
    }

    /** An issue about a place in the rule's file. */
    static RuleIssue issue(RuleIssue.Severity severity, Rule rule, Rule.Position position, int length, String message) {
        if (rule.when() instanceof ParsedCondition parsed) {
            SourceFile file = parsed.syntax().span().passage().file();
            return file.issue(severity, position.line(), position.column(), length, message);
        }
        return new RuleIssue(severity, position.file(), position.line(), position.column(), 1, "", message);
    }
}
