package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a folder over time. It notices that files changed, and goes over to what they say as a whole; a file that
 * is wrong keeps the rules that it held before, and so does every file while the folder itself cannot be read.
 *
 * <p>It looks at where links lead, at sizes and at times of change, so that the swap of a ConfigMap's link is seen as
 * well as an edit, on every kind of file system. A change counts once it was seen the same twice in a row: a file that is
 * being written is not read half. Not safe for use by several threads at a time.
 */
public final class HeldRules {
    private final RuleDirectory directory;
    private final RuleFileReader reader;
    private final Assembly assembly;
    private Map<String, RuleDirectory.Found> stamps = Map.of();
    private Map<String, RuleDirectory.Found> seen = Map.of();
    private List<RuleIssue> listingIssues = List.of();
    private Map<String, FileContent> newest = Map.of();
    private Map<String, FileContent> running = Map.of();
    private RuleSet rules = RuleSet.EMPTY;

    /**
     * What came of reading the files anew.
     *
     * @param plan what changes; may be empty, as when only a file with errors changed
     * @param issues all that is wrong in all files now
     * @param broken the files that are wrong and keep what they held before
     */
    public record Reload(ReloadPlan plan, List<RuleIssue> issues, Set<String> broken) {
        public Reload {
            issues = List.copyOf(issues);
            broken = Set.copyOf(broken);
        }

        /** Whether anything is wrong beyond warnings. */
        public boolean hasErrors() {
            return issues.stream().anyMatch(issue -> issue.severity() == RuleIssue.Severity.ERROR);
        }
    }

    /** Rules without raw payloads. */
    public HeldRules(Path folder, Catalog catalog) {
        this(folder, catalog, false);
    }

    /** @param rawAllowed whether rules may hold raw payloads */
    public HeldRules(Path folder, Catalog catalog, boolean rawAllowed) {
        this(List.of(folder), catalog, rawAllowed);
    }

    private HeldRules(Collection<Path> filesAndFolders, Catalog catalog, boolean rawAllowed) {
        this.directory = new RuleDirectory(filesAndFolders);
        this.reader = new RuleFileReader(catalog, rawAllowed);
        this.assembly = new Assembly(catalog);
    }

    /** The rules and limits in force. */
    public RuleSet rules() {
        return rules;
    }

    /** Reads all files now. */
    public Reload load() {
        RuleDirectory.Listing listing = directory.list();
        return read(listing);
    }

    /** Looks whether files changed since they were last read, and reads them if they have come to rest; else empty. */
    public Optional<Reload> poll() {
        RuleDirectory.Listing listing = directory.list();
        Map<String, RuleDirectory.Found> now = listing.files();
        boolean changed = !now.equals(stamps) || !listing.issues().equals(listingIssues);
        boolean settled = now.equals(seen);
        seen = now;
        return changed && settled ? Optional.of(read(listing)) : Optional.empty();
    }

    private Reload read(RuleDirectory.Listing listing) {
        Map<String, RuleDirectory.Found> now = listing.files();
        Map<String, FileContent> contents = new HashMap<>();
        now.forEach((name, file) -> {
            FileContent known = newest.get(name);
            boolean same = known != null && file.equals(stamps.get(name));
            contents.put(name, same ? known : RuleFiles.read(reader, name, file.path()));
        });
        if (!listing.issues().isEmpty()) {
            // The folder may be back in a moment: what it held stays.
            newest.forEach(contents::putIfAbsent);
        }
        stamps = now;
        seen = now;
        listingIssues = listing.issues();
        newest = contents;
        Assembly.Result result = assembly.assemble(contents, running);
        ReloadPlan plan = ReloadPlan.between(rules, result.rules());
        running = result.files();
        rules = result.rules();
        List<RuleIssue> issues = new ArrayList<>(listing.issues());
        issues.addAll(result.issues());
        return new Reload(plan, issues, result.broken());
    }
}
