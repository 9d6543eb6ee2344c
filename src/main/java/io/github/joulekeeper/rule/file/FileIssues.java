package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.language.SourceFile;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Collects what is wrong in one file, at most 100 issues. */
final class FileIssues {
    private static final int MOST = 100;

    private final SourceFile file;
    private final List<RuleIssue> issues = new ArrayList<>();

    FileIssues(SourceFile file) {
        this.file = file;
    }

    SourceFile file() {
        return file;
    }

    List<RuleIssue> all() {
        return issues;
    }

    boolean isFull() {
        return issues.size() >= MOST;
    }

    int count() {
        return issues.size();
    }

    void add(RuleIssue issue) {
        if (!isFull()) {
            issues.add(issue);
        }
    }

    /** An error about a node; of a mapping only its beginning is marked. */
    void error(Node node, String message) {
        Rule.Position position = position(node);
        int start = offset(node.getStartMark().getIndex());
        int length =
                node instanceof ScalarNode scalar ? offset(scalar.getEndMark().getIndex()) - start : 1;
        add(file.error(position.line(), position.column(), Math.max(1, length), message));
    }

    Rule.Position position(Node node) {
        return file.position(offset(node.getStartMark().getIndex()));
    }

    /** SnakeYAML counts code points, we count chars. */
    int offset(int codePoints) {
        return file.offsetOfCodePoint(codePoints);
    }
}
