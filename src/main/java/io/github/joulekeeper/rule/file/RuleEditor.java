package io.github.joulekeeper.rule.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes single rules in their files, while people edit the same files by hand. A change is made to what the
 * file holds at that moment, keeps every other byte, and is written only if all files would be right with it. Not safe for
 * use by several threads at a time.
 */
public final class RuleEditor {
    /** The file of issues in a text that was handed in. */
    public static final String SUBMITTED = "(text)";

    private static final String BOM = "\uFEFF";
    private static final int TRIES = 20;
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}\\.ya?ml");

    private final Path directory;
    private final HeldRules held;
    private final FileSwap swap;
    private final Map<String, Known> known = new HashMap<>();

    private record Known(RuleDirectory.Stamp stamp, List<Stored> rules) {}

    /**
     * A rule as it stands in its file, right or wrong.
     *
     * @param file the file's name in the directory
     * @param line where it begins
     * @param tag changes with each character of the rule
     * @param text its own text, without indentation
     * @param data the same as maps, lists, texts, numbers and truth values
     */
    public record Stored(
            String id, String file, int line, String tag, String text, Map<String, @Nullable Object> data) {}

    /**
     * A change that was written.
     *
     * @param stored the rule as it stands now, empty if it was deleted
     * @param reload what comes of it; empty if nothing was to be changed
     */
    public record Change(Optional<Stored> stored, Optional<HeldRules.Reload> reload) {}

    private interface Edit {
        /** The file's new text. */
        String of(RuleText file) throws RuleEditException;
    }

    /** @param held the rules of the directory, already loaded */
    public RuleEditor(Path directory, HeldRules held) {
        this(directory, held, new FileSwap());
    }

    RuleEditor(Path directory, HeldRules held, FileSwap swap) {
        this.directory = directory;
        this.held = held;
        this.swap = swap;
    }

    /** Whether files can be made and changed. */
    public boolean writable() {
        return Files.isDirectory(directory) && Files.isWritable(directory);
    }

    /** All rules of all files, as they stand there now; of a file that is no YAML none can be told. */
    public List<Stored> all() {
        List<Stored> all = new ArrayList<>();
        Map<String, RuleDirectory.Found> files = held.files();
        known.keySet().retainAll(files.keySet());
        files.forEach((name, file) -> {
            Known before = known.get(name);
            if (before == null || !before.stamp().equals(file.stamp())) {
                before = new Known(file.stamp(), rules(file.path()));
                known.put(name, before);
            }
            all.addAll(before.rules());
        });
        return all;
    }

    /** The rule with this id, as it stands in its file now. */
    public Optional<Stored> find(String id) {
        return all().stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    private static List<Stored> rules(Path path) {
        try {
            RuleText text = text(path, RuleDirectory.read(path));
            return text.places().values().stream()
                    .map(place -> stored(path, text, place))
                    .toList();
        } catch (IOException | RuleEditException unreadable) {
            return List.of();
        }
    }

    private static Stored stored(Path path, RuleText text, RuleText.Place place) {
        return new Stored(
                place.id(),
                path.getFileName().toString(),
                text.line(place),
                text.tag(place),
                text.dedented(place),
                RuleData.of(place.node()));
    }

    /**
     * Checks a text without saving it: a whole file or the fields of one rule, beside the files as they are. A rule that
     * has the id of one that is there is taken to replace it.
     */
    public HeldRules.Check check(String text) {
        return held.checkBeside(text);
    }

    /**
     * Writes a new rule.
     *
     * @param text its fields as YAML or JSON
     * @param file in which file of the directory; one named by the rule if empty. It is made if it is not there
     */
    public Change create(String text, Optional<String> file) throws RuleEditException {
        Submission rule = checked(text, Optional.empty());
        Optional<Stored> present = find(rule.id());
        if (present.isPresent()) {
            throw new RuleEditException(
                    RuleEditException.Kind.CONFLICT,
                    "There is a rule '%s' already, in %s, line %d. Replace that, or give this one another id"
                            .formatted(
                                    rule.id(),
                                    present.get().file(),
                                    present.get().line()));
        }
        Optional<Path> before = lastFile(rule.id());
        if (before.isPresent()) {
            assertReadable(before.get(), "The rule '%s' is in force as its file held it before.".formatted(rule.id()));
        }
        String name = file.orElse(rule.id() + ".yaml");
        if (!FILE.matcher(name).matches()) {
            throw new RuleEditException(
                    RuleEditException.Kind.INVALID,
                    "The file (%s) must be a name of letters, digits, '.', '_' and '-' that ends in .yaml or .yml, without a folder"
                            .formatted(name.length() > 120 ? name.substring(0, 120) + "…" : name));
        }
        return write(directory.resolve(name), rule.id(), Optional.of(rule), text2 -> new TextEdits(text2).append(rule));
    }

    /**
     * Replaces a rule, which keeps its id and its place.
     *
     * @param tag whether the caller knows the rule as it stands there
     */
    public Change replace(String id, String text, Predicate<String> tag) throws RuleEditException {
        Path path = path(id);
        Submission rule = checked(text, Optional.of(id));
        return write(path, id, Optional.of(rule), file -> new TextEdits(file).replace(place(file, id, tag), rule));
    }

    /** Deletes a rule. Comments before it stay. */
    public Change delete(String id, Predicate<String> tag) throws RuleEditException {
        return write(path(id), id, Optional.empty(), file -> new TextEdits(file).delete(place(file, id, tag)));
    }

    /** Writes whether a rule is enabled, and nothing else of it. */
    public Change enable(String id, boolean enabled, Predicate<String> tag) throws RuleEditException {
        return write(path(id), id, Optional.empty(), file -> new TextEdits(file).enable(place(file, id, tag), enabled));
    }

    /** The file that holds a rule or, where that cannot be read now, held it when it could. */
    private Path path(String id) throws RuleEditException {
        Optional<Path> path =
                find(id).map(rule -> directory.resolve(rule.file())).or(() -> lastFile(id));
        if (path.isEmpty()) {
            for (RuleDirectory.Found file : held.files().values()) {
                assertReadable(file.path(), "No file that can be read holds a rule '%s'.".formatted(id));
            }
        }
        return path.orElseThrow(() -> missing(id));
    }

    /** The file of a rule that is in force. */
    private Optional<Path> lastFile(String id) {
        Map<String, RuleDirectory.Found> files = held.files();
        return held.rules()
                .rule(id)
                .flatMap(rule -> Optional.ofNullable(files.get(rule.source().file())))
                .map(RuleDirectory.Found::path);
    }

    private static void assertReadable(Path path, String otherwise) throws RuleEditException {
        try {
            text(path, RuleDirectory.read(path));
        } catch (RuleEditException unreadable) {
            throw new RuleEditException(
                    unreadable.kind(), otherwise + " " + unreadable.getMessage(), unreadable.issues());
        } catch (IOException gone) {
            // Nothing stands there.
        }
    }

    private static RuleEditException missing(String id) {
        return new RuleEditException(RuleEditException.Kind.NOT_FOUND, "No rule file holds a rule '%s'".formatted(id));
    }

    private static RuleText.Place place(RuleText file, String id, Predicate<String> tag) throws RuleEditException {
        RuleText.Place place = file.place(id);
        if (place == null) {
            throw missing(id);
        }
        if (!tag.test(file.tag(place))) {
            throw new RuleEditException(
                    RuleEditException.Kind.CHANGED,
                    "The rule '%s' has been changed since it was read. Read it again, and decide anew".formatted(id));
        }
        return place;
    }

    private Submission checked(String text, Optional<String> id) throws RuleEditException {
        Submission rule = Submission.of(text);
        HeldRules.Check check = held.checkRule(text, id);
        if (check.hasErrors()) {
            throw new RuleEditException(RuleEditException.Kind.INVALID, "The rule has errors", check.errors());
        }
        return rule;
    }

    private Change write(Path path, String id, Optional<Submission> wanted, Edit edit) throws RuleEditException {
        try {
            for (int i = 0; i < TRIES; i++) {
                byte[] before = read(path);
                boolean isNew = before.length == 0;
                RuleText file = text(path, before);
                String now = edit.of(file);
                if (now.equals(file.text())) {
                    return new Change(
                            Optional.ofNullable(file.place(id)).map(place -> stored(path, file, place)),
                            Optional.empty());
                }
                RuleText after = verified(path, file, now, id, wanted);
                byte[] bytes = ((startsWithBom(before) ? BOM : "") + now).getBytes(StandardCharsets.UTF_8);
                HeldRules.Check check = held.check(path, bytes);
                if (check.hasErrors()) {
                    throw new RuleEditException(
                            RuleEditException.Kind.INVALID,
                            "The rules would have errors with this change",
                            check.errors());
                }
                if (isNew ? swap.create(path, bytes) : swap.replace(path, before, bytes)) {
                    known.remove(path.toString());
                    return new Change(
                            Optional.ofNullable(after.place(id)).map(place -> stored(path, after, place)),
                            Optional.of(held.accept(path, bytes)));
                }
            }
        } catch (IOException | ReadOnlyFileSystemException e) {
            throw notWritable(path, e);
        }
        throw new RuleEditException(
                RuleEditException.Kind.CONFLICT,
                "The file %s is being changed by somebody else all the time. Try again".formatted(path.getFileName()));
    }

    /** The file's bytes; none if it is not there. @throws RuleEditException if it is there and empty */
    private static byte[] read(Path path) throws IOException, RuleEditException {
        try {
            byte[] bytes = RuleDirectory.read(path);
            if (bytes.length == 0) {
                // Editors empty a file just before they write it.
                throw new RuleEditException(
                        RuleEditException.Kind.CONFLICT,
                        "The file %s is empty, or is being written. Try again, delete it, or name another file"
                                .formatted(path.getFileName()));
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            return new byte[0];
        }
    }

    /** What the file will hold. @throws RuleEditException if more than the one rule would change */
    private static RuleText verified(Path path, RuleText before, String now, String id, Optional<Submission> wanted)
            throws RuleEditException {
        RuleText after = RuleText.of(path.toString(), now);
        Set<String> ids = new HashSet<>(before.places().keySet());
        ids.addAll(after.places().keySet());
        ids.remove(id);
        boolean othersStay = ids.stream().allMatch(other -> {
            RuleText.Place one = before.place(other);
            RuleText.Place two = after.place(other);
            return one != null && two != null && before.own(one).equals(after.own(two));
        });
        RuleText.Place place = after.place(id);
        boolean asWanted = wanted.isEmpty()
                || (place != null
                        && RuleData.json(RuleData.of(place.node()))
                                .equals(RuleData.json(wanted.get().data())));
        if (!othersStay || !asWanted) {
            throw new RuleEditException(
                    RuleEditException.Kind.CONFLICT,
                    "The rule cannot be put into %s without a change to others. Edit the file by hand, or name another"
                            .formatted(path.getFileName()));
        }
        return after;
    }

    private static RuleText text(Path path, byte[] bytes) throws RuleEditException {
        if (bytes.length > RuleFileReader.LARGEST) {
            throw new RuleEditException(
                    RuleEditException.Kind.CONFLICT,
                    "The file %s is larger than %d bytes. Split it"
                            .formatted(path.getFileName(), RuleFileReader.LARGEST));
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        // What is no UTF-8 does not come back as the same bytes.
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new RuleEditException(
                    RuleEditException.Kind.CONFLICT,
                    "The file %s is not UTF-8 text. Save it as UTF-8 first".formatted(path.getFileName()));
        }
        return RuleText.of(path.toString(), text.startsWith(BOM) ? text.substring(1) : text);
    }

    private static boolean startsWithBom(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    private static RuleEditException notWritable(Path path, Exception e) {
        return new RuleEditException(
                RuleEditException.Kind.NOT_WRITABLE,
                "The file %s cannot be written: %s. Make the rules directory writable for Joulekeeper, or change the rule where the directory comes from"
                        .formatted(path.getFileName(), Objects.toString(e.getMessage(), e.toString())));
    }
}
