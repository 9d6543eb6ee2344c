package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.RuleIssue;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.HeldRules;
import io.github.joulekeeper.rule.file.Leftovers;
import io.github.joulekeeper.rule.file.ReloadPlan;
import io.github.joulekeeper.rule.file.RuleEditException;
import io.github.joulekeeper.rule.file.RuleEditor;
import io.github.joulekeeper.rule.file.RuleWatcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Brings the rule files' rules into the core, at the start and whenever a file changes. */
final class RulesDirectory implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RulesDirectory.class);

    private final Path directory;
    private final HeldRules rules;
    private final Core core;
    private final KeptRuleFiles kept;
    private final RuleEditor editor;
    private volatile RuleSet inForce = RuleSet.EMPTY;
    private @Nullable RuleWatcher watcher;
    private volatile boolean loaded;
    private volatile List<RuleIssue> issues = List.of();

    /** @param remembered what the ledger remembers */
    RulesDirectory(JoulekeeperConfig config, Catalog catalog, Core core, Map<String, String> remembered) {
        this.directory = config.rules();
        this.rules = new HeldRules(directory, catalog, config.allowRaw());
        this.core = core;
        this.kept = new KeptRuleFiles(config, catalog, remembered);
        this.editor = new RuleEditor(directory, rules);
    }

    /** Reads the files and begins to watch them; the core must run. */
    void start() {
        Leftovers leftovers = Leftovers.clear(directory);
        leftovers.removed().forEach(file -> LOG.infof("Removed %s, which a kill during a write had left", file));
        leftovers
                .kept()
                .forEach(file -> LOG.warnf(
                        "%s is what a kill during a write left, and may hold what somebody saved at that moment."
                                + " Compare it with the rule file, and delete it",
                        file));
        rules.resume(kept.texts(directory));
        apply(rules.load(), true);
        watcher = RuleWatcher.start(rules, reload -> apply(reload, false));
    }

    /** Whether files can be made and changed. */
    boolean writable() {
        return editor.writable();
    }

    /** Something that is done with the files' texts. */
    interface Task<T> {
        T run(RuleEditor files) throws RuleEditException;
    }

    /** Something that changes one file. */
    interface Edit extends Task<RuleEditor.Change> {}

    /**
     * Does something with the files' texts while nobody else here does. Waits for it.
     *
     * @throws RuleEditException if the task says so
     */
    <T> T with(Task<T> task) throws RuleEditException {
        RuleWatcher running = watcher;
        if (running == null) {
            throw new IllegalStateException("The rules are not loaded yet");
        }
        try {
            return running.run(() -> task.run(editor)).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuleEditException refused -> throw refused;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a rule file was being changed", e);
        }
    }

    /** Changes a file; what comes of it is handed to the core before this returns. */
    RuleEditor.Change edit(Edit edit) throws RuleEditException {
        return with(files -> {
            RuleEditor.Change change = edit.run(files);
            change.reload().ifPresent(reload -> apply(reload, false));
            return change;
        });
    }

    private void apply(HeldRules.Reload reload, boolean first) {
        inForce = reload.plan().after();
        if (!first && reload.plan().isEmpty() && reload.issues().equals(issues)) {
            return;
        }
        reload.issues()
                .forEach(issue -> LOG.log(
                        issue.severity() == RuleIssue.Severity.ERROR ? Logger.Level.ERROR : Logger.Level.WARN,
                        issue.format()));
        String summary = summary(reload);
        LOG.info(summary);
        issues = reload.issues();
        if (first || !reload.plan().isEmpty()) {
            core.post(new CoreEvent.RulesLoaded(reload.plan().after(), summary));
        }
        Map<String, String> memory = kept.changes(reload.plan().after(), reload.broken());
        if (!memory.isEmpty()) {
            core.post(new CoreEvent.Remembered(memory));
        }
        if (first) {
            // Loaded only when the core has put them in force.
            core.ask(running -> loaded = true);
        }
    }

    private String summary(HeldRules.Reload reload) {
        ReloadPlan plan = reload.plan();
        String changes = plan.operations().stream().map(RulesDirectory::word).collect(Collectors.joining(", "));
        String broken = reload.broken().isEmpty()
                ? ""
                : "; with errors, so that what they held before stays in force: " + String.join(", ", reload.broken());
        return "%d rules and %d limits in force from %s%s%s"
                .formatted(
                        plan.after().rules().size(),
                        plan.after().limits().size(),
                        directory,
                        changes.isEmpty() ? "" : " (" + changes + ")",
                        broken);
    }

    private static String word(ReloadPlan.Operation operation) {
        return switch (operation) {
            case ReloadPlan.Operation.Add add -> "added " + add.id();
            case ReloadPlan.Operation.Change change -> "changed " + change.id();
            case ReloadPlan.Operation.Remove remove -> "removed " + remove.id();
        };
    }

    /** Whether the files were read and the core has what they hold. */
    boolean loaded() {
        return loaded;
    }

    /** The rules and limits in force. */
    RuleSet inForce() {
        return inForce;
    }

    /** What is wrong in the files as they are now, warnings included. */
    List<RuleIssue> issues() {
        return issues;
    }

    /** What is wrong in the files as they are now, beyond warnings. */
    List<RuleIssue> errors() {
        return issues.stream()
                .filter(issue -> issue.severity() == RuleIssue.Severity.ERROR)
                .toList();
    }

    @Override
    public void close() {
        RuleWatcher running = watcher;
        if (running != null) {
            running.close();
        }
    }
}
