package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the contents of files together to one set of rules: each file as a whole or, if something is wrong in it, what it
 * held before.
 */
final class Assembly {
    /** In the order of files and lines. */
    static final Comparator<RuleIssue> BY_PLACE = Comparator.comparing(RuleIssue::file)
            .thenComparingInt(RuleIssue::line)
            .thenComparingInt(RuleIssue::column)
            .thenComparing(RuleIssue::message);

    private final RuleValidator validator;
    /** What was found in the contents of the last assembly: a file that did not change is not checked again. */
    private Map<FileContent, List<RuleIssue>> checked = new IdentityHashMap<>();

    private Set<String> checkedIds = Set.of();

    Assembly(Catalog catalog) {
        this.validator = new RuleValidator(catalog);
    }

    /**
     * @param files the contents in force, by file name
     * @param broken the names of the files whose newest content is wrong
     */
    record Result(RuleSet rules, Map<String, FileContent> files, Set<String> broken, List<RuleIssue> issues) {}

    /**
     * @param newest the newest content of each file, by name
     * @param running what was in force before, by name; files that are no longer there are ignored
     */
    Result assemble(Map<String, FileContent> newest, Map<String, FileContent> running) {
        Set<String> ids = new HashSet<>();
        newest.values().forEach(content -> ids.addAll(content.declared()));
        running.values().stream()
                .filter(content -> newest.containsKey(content.name()))
                .forEach(content -> ids.addAll(content.declared()));
        Map<String, List<RuleIssue>> issues = new TreeMap<>();
        Set<String> broken = new HashSet<>();
        boolean sameIds = ids.equals(checkedIds);
        Map<FileContent, List<RuleIssue>> nowChecked = new IdentityHashMap<>();
        for (FileContent content : new TreeMap<>(newest).values()) {
            List<RuleIssue> known = sameIds || !content.namesRules() ? checked.get(content) : null;
            List<RuleIssue> own = known != null ? known : issues(content, ids);
            nowChecked.put(content, own);
            List<RuleIssue> found = new ArrayList<>(own);
            issues.put(content.name(), found);
            if (found.stream().anyMatch(issue -> issue.severity() == RuleIssue.Severity.ERROR)) {
                broken.add(content.name());
            }
        }
        checked = nowChecked;
        checkedIds = ids;
        Map<String, FileContent> accepted = accept(newest, running, broken, issues);
        return result(accepted, broken, issues);
    }

    /**
     * What is wrong in one file, save for ids that others use too.
     *
     * @param ids of all rules of all files
     */
    List<RuleIssue> issues(FileContent content, Set<String> ids) {
        List<RuleIssue> found = new ArrayList<>(content.issues());
        content.rules().forEach(rule -> found.addAll(validator.check(rule, ids)));
        content.drafts().forEach(rule -> found.addAll(validator.check(rule, ids)));
        return found;
    }

    /** Falls back file by file until no id is used twice; in the worst case all is as it was before. */
    private static Map<String, FileContent> accept(
            Map<String, FileContent> newest,
            Map<String, FileContent> running,
            Set<String> broken,
            Map<String, List<RuleIssue>> issues) {
        while (true) {
            Map<String, FileContent> accepted = new TreeMap<>();
            Map<String, Rule> byId = new HashMap<>();
            List<FileContent> changed = new ArrayList<>();
            for (Map.Entry<String, FileContent> file : new TreeMap<>(newest).entrySet()) {
                FileContent before = running.get(file.getKey());
                if (broken.contains(file.getKey())) {
                    take(before, file.getKey(), accepted, byId);
                } else if (before == file.getValue()) {
                    take(before, file.getKey(), accepted, byId);
                } else {
                    changed.add(file.getValue());
                }
            }
            boolean clash = false;
            for (FileContent content : changed) {
                List<RuleIssue> clashes = clashes(content, byId);
                if (clashes.isEmpty()) {
                    take(content, content.name(), accepted, byId);
                } else {
                    issues.getOrDefault(content.name(), new ArrayList<>()).addAll(clashes);
                    broken.add(content.name());
                    clash = true;
                }
            }
            if (!clash) {
                return accepted;
            }
        }
    }

    private static void take(
            @org.jspecify.annotations.Nullable FileContent content,
            String name,
            Map<String, FileContent> accepted,
            Map<String, Rule> byId) {
        if (content != null) {
            accepted.put(name, content);
            content.rules().forEach(rule -> byId.put(rule.id(), rule));
        }
    }

    private static List<RuleIssue> clashes(FileContent content, Map<String, Rule> byId) {
        List<RuleIssue> clashes = new ArrayList<>();
        for (Rule rule : content.rules()) {
            Rule first = byId.get(rule.id());
            if (first != null) {
                clashes.add(RulePlaces.issue(
                        RuleIssue.Severity.ERROR,
                        rule,
                        "the id '%s' is used already at %s. Give each rule its own"
                                .formatted(rule.id(), first.source())));
            }
        }
        return clashes;
    }

    private static Result result(
            Map<String, FileContent> accepted, Set<String> broken, Map<String, List<RuleIssue>> issues) {
        List<Rule> rules = new ArrayList<>();
        List<Limit> limits = new ArrayList<>();
        for (FileContent content : accepted.values()) {
            rules.addAll(content.rules());
            limits.addAll(content.limits());
        }
        RuleSet set = new RuleSet(rules, limits);
        List<RuleIssue> all = new ArrayList<>();
        issues.values().forEach(all::addAll);
        all.addAll(ClaimConflicts.find(set.rules()));
        all.sort(BY_PLACE);
        return new Result(set, accepted, broken, all.stream().distinct().toList());
    }
}
