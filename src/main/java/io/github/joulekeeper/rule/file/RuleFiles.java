package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks rule files once, without watching them. */
public final class RuleFiles {
    private RuleFiles() {}

    /**
     * Rules that were read, and all that is wrong.
     *
     * @param rules the rules and limits of all files without errors
     * @param issues in the order of files and lines
     */
    public record Loaded(RuleSet rules, List<RuleIssue> issues) {
        public Loaded {
            issues = List.copyOf(issues);
        }

        /** Whether anything is wrong beyond warnings. */
        public boolean hasErrors() {
            return issues.stream().anyMatch(issue -> issue.severity() == RuleIssue.Severity.ERROR);
        }
    }

    /**
     * Reads files, and the rule files of folders, and checks them against the catalog: each rule must fit its model, or at
     * least one model if it names none.
     */
    public static Loaded load(Collection<Path> filesAndFolders, Catalog catalog) {
        return load(filesAndFolders, catalog, false);
    }

    /**
     * As {@link #load(Collection, Catalog)}.
     *
     * @param rawAllowed whether rules may hold raw payloads
     */
    public static Loaded load(Collection<Path> filesAndFolders, Catalog catalog, boolean rawAllowed) {
        RuleDirectory.Listing listing = new RuleDirectory(filesAndFolders).list();
        RuleFileReader reader = new RuleFileReader(catalog, rawAllowed);
        Map<String, FileContent> contents = new HashMap<>();
        listing.files().forEach((name, file) -> contents.put(name, read(reader, name, file.path())));
        Assembly.Result result = new Assembly(catalog).assemble(contents, Map.of());
        List<RuleIssue> issues = new ArrayList<>(listing.issues());
        issues.addAll(result.issues());
        return new Loaded(result.rules(), issues);
    }

    /** Checks the text of one file, such as one that is being edited. */
    public static Loaded check(String name, byte[] content, Catalog catalog) {
        return check(name, content, catalog, false);
    }

    /**
     * As {@link #check(String, byte[], Catalog)}.
     *
     * @param rawAllowed whether rules may hold raw payloads
     */
    public static Loaded check(String name, byte[] content, Catalog catalog, boolean rawAllowed) {
        FileContent read = new RuleFileReader(catalog, rawAllowed).read(name, content);
        Assembly.Result result = new Assembly(catalog).assemble(Map.of(name, read), Map.of());
        return new Loaded(result.rules(), result.issues());
    }

    static FileContent read(RuleFileReader reader, String name, Path path) {
        try {
            return reader.read(name, RuleDirectory.read(path));
        } catch (IOException e) {
            return RuleFileReader.broken(name, "the file cannot be read: " + e.getMessage());
        }
    }
}
