package io.github.joulekeeper.app;

import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.rule.file.RuleEditException;
import io.github.joulekeeper.rule.file.RuleEditor;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The rule files, for whoever reads and changes single rules. All methods wait for files, so they are not for event loops.
 * What a method has written is in force when it returns, and stands in the ledger with its author.
 */
@Singleton
public class RuleBook {
    private static final long LONGEST_SECONDS = 30;

    private final Service service;

    RuleBook(Service service) {
        this.service = service;
    }

    /** The rules and limits in force. */
    public RuleSet inForce() {
        return directory().inForce();
    }

    /** Whether files can be made and changed. */
    public boolean writable() {
        return directory().writable();
    }

    /** All rules as they stand in their files, right or wrong. */
    public List<RuleEditor.Stored> stored() {
        return read(RuleEditor::all);
    }

    /** One of them. */
    public Optional<RuleEditor.Stored> stored(String id) {
        return read(files -> files.find(id));
    }

    /** Checks a text beside the files without saving it. */
    public HeldRules.Check check(String text) {
        return read(files -> files.check(text));
    }

    /** @see RuleEditor#create */
    public RuleEditor.Stored create(String text, Optional<String> file, String author) throws RuleEditException {
        return written(files -> files.create(text, file), "created", author).orElseThrow();
    }

    /** @see RuleEditor#replace */
    public RuleEditor.Stored replace(String id, String text, Predicate<String> tag, String author)
            throws RuleEditException {
        return written(files -> files.replace(id, text, tag), "replaced", author)
                .orElseThrow();
    }

    /** @see RuleEditor#delete */
    public void delete(String id, Predicate<String> tag, String author) throws RuleEditException {
        written(files -> files.delete(id, tag), "deleted " + id, author);
    }

    /** @see RuleEditor#enable */
    public RuleEditor.Stored enable(String id, boolean enabled, Predicate<String> tag, String author)
            throws RuleEditException {
        return written(files -> files.enable(id, enabled, tag), enabled ? "enabled" : "disabled", author)
                .orElseThrow();
    }

    private Optional<RuleEditor.Stored> written(RulesDirectory.Edit edit, String what, String author)
            throws RuleEditException {
        RuleEditor.Change change = directory().edit(edit);
        if (change.reload().isPresent()) {
            String which = change.stored()
                    .map(rule -> "%s %s in %s".formatted(what, rule.id(), rule.file()))
                    .orElse(what);
            // The order comes after the rules in the core's queue: when it is answered, they are in force.
            service.parts()
                    .core()
                    .order(orders -> {
                        orders.note(author, "rule " + which);
                        return true;
                    })
                    .orTimeout(LONGEST_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
        return change.stored();
    }

    private <T> T read(RulesDirectory.Task<T> task) {
        try {
            return directory().with(task);
        } catch (RuleEditException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private RulesDirectory directory() {
        return service.parts().rules();
    }
}
