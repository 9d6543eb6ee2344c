package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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

    /**
     * What was found in rules that are not in force.
     *
     * @param submitted the right rules and the limits of the text
     * @param all those of the text and of the files, as far as they are right
     * @param issues what is wrong in the text, and what would be wrong in other files because of it
     */
    public record Check(RuleSet submitted, RuleSet all, List<RuleIssue> issues) {
        public Check {
            issues = List.copyOf(issues);
        }

        /** What is wrong beyond warnings. */
        List<RuleIssue> errors() {
            return issues.stream()
                    .filter(issue -> issue.severity() == RuleIssue.Severity.ERROR)
                    .toList();
        }

        /** Whether anything is wrong beyond warnings. */
        public boolean hasErrors() {
            return !errors().isEmpty();
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

    /**
     * Takes up what files held in an earlier run, for those that are wrong now or cannot be listed. To be called before the
     * first load; texts that are wrong themselves do not count.
     *
     * @param texts by the name that messages use
     */
    public void resume(Map<String, String> texts) {
        Map<String, FileContent> contents = new HashMap<>();
        texts.forEach((name, text) -> contents.put(name, reader.read(name, text.getBytes(StandardCharsets.UTF_8))));
        running = assembly.assemble(contents, Map.of()).files();
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

    /** The files that hold rules, by the name that messages use. */
    Map<String, RuleDirectory.Found> files() {
        return directory.list().files();
    }

    /**
     * Takes up the new content of a file at once. Whatever else changed waits until it has come to rest.
     *
     * @param content what was just written to the file
     */
    Reload accept(Path file, byte[] content) {
        String name = file.toString();
        Map<String, FileContent> contents = new HashMap<>(newest);
        contents.put(name, reader.read(name, content));
        Map<String, RuleDirectory.Found> read = new TreeMap<>(stamps);
        // Without a stamp, so that the next look reads what the file holds by then.
        read.remove(name);
        return apply(listingIssues, contents, read);
    }

    /** What is wrong in a file's new content, and what would be wrong in others with it. */
    Check check(Path file, byte[] content) {
        String name = file.toString();
        Map<String, FileContent> before = present();
        Map<String, FileContent> after = new HashMap<>(before);
        after.put(name, reader.read(name, content));
        return compared(before, after, name);
    }

    /**
     * What is wrong with a rule as far as it can be told from it alone.
     *
     * @param text the fields of one rule
     * @param id the id that it must have, if it must
     */
    Check checkRule(String text, Optional<String> id) {
        FileContent content = reader.readText(RuleEditor.SUBMITTED, text);
        Set<String> ids = new HashSet<>(content.declared());
        newest.values().forEach(other -> ids.addAll(other.declared()));
        List<RuleIssue> issues = assembly.issues(content, ids);
        content.rules().stream()
                .filter(rule -> id.isPresent() && !rule.id().equals(id.get()))
                .forEach(rule -> issues.add(RulePlaces.issue(
                        RuleIssue.Severity.ERROR,
                        rule,
                        "the id must stay '%s'. To rename a rule, create the new one and delete this"
                                .formatted(id.orElse("")))));
        issues.sort(Assembly.BY_PLACE);
        return new Check(new RuleSet(content.rules(), content.limits()), rules, issues);
    }

    /** What is wrong in a text that holds rules, beside the files; its rules take the places of those with their ids. */
    Check checkBeside(String text) {
        FileContent content = reader.readText(RuleEditor.SUBMITTED, text);
        Map<String, FileContent> before = present();
        Map<String, FileContent> after = new HashMap<>();
        before.forEach((name, file) -> after.put(name, file.without(content.declared())));
        after.put(RuleEditor.SUBMITTED, content);
        Check check = compared(before, after, RuleEditor.SUBMITTED);
        return new Check(new RuleSet(content.rules(), content.limits()), check.all(), check.issues());
    }

    private Check compared(Map<String, FileContent> before, Map<String, FileContent> after, String changed) {
        Set<String> known = new HashSet<>();
        assembly.assemble(before, Map.of()).issues().forEach(issue -> known.add(issue.format()));
        Assembly.Result result = assembly.assemble(after, Map.of());
        List<RuleIssue> issues = result.issues().stream()
                .filter(issue -> issue.file().equals(changed)
                        || (issue.severity() == RuleIssue.Severity.ERROR && !known.contains(issue.format())))
                .toList();
        return new Check(RuleSet.EMPTY, result.rules(), issues);
    }

    /** What the files hold at this moment. */
    private Map<String, FileContent> present() {
        Map<String, FileContent> contents = new HashMap<>();
        directory.list().files().forEach((name, file) -> contents.put(name, content(name, file)));
        return contents;
    }

    private FileContent content(String name, RuleDirectory.Found file) {
        FileContent known = newest.get(name);
        return known != null && file.equals(stamps.get(name)) ? known : RuleFiles.read(reader, name, file.path());
    }

    private Reload read(RuleDirectory.Listing listing) {
        Map<String, FileContent> contents = new HashMap<>();
        listing.files().forEach((name, file) -> contents.put(name, content(name, file)));
        if (!listing.issues().isEmpty()) {
            // The folder may be back in a moment: what it held stays.
            newest.forEach(contents::putIfAbsent);
            running.forEach(contents::putIfAbsent);
        }
        return apply(listing.issues(), contents, listing.files());
    }

    private Reload apply(
            List<RuleIssue> ofListing, Map<String, FileContent> contents, Map<String, RuleDirectory.Found> read) {
        stamps = read;
        seen = read;
        listingIssues = ofListing;
        newest = contents;
        Assembly.Result result = assembly.assemble(contents, running);
        ReloadPlan plan = ReloadPlan.between(rules, result.rules());
        running = result.files();
        rules = result.rules();
        List<RuleIssue> issues = new ArrayList<>(ofListing);
        issues.addAll(result.issues());
        return new Reload(plan, issues, result.broken());
    }
}
