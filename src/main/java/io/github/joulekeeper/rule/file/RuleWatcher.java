package io.github.joulekeeper.rule.file;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks after the rules every half second on a thread of its own, so that a change is known within 2 s. It asks rather
 * than listens: notices of changes are not to be had on every file system, nor for what links lead to.
 */
public final class RuleWatcher implements AutoCloseable {
    /** How often it looks. */
    public static final Duration INTERVAL = Duration.ofMillis(500);

    private static final System.Logger LOG = System.getLogger(RuleWatcher.class.getName());

    private final HeldRules rules;
    private final Consumer<HeldRules.Reload> onReload;
    private final ScheduledExecutorService executor;

    private RuleWatcher(HeldRules rules, Consumer<HeldRules.Reload> onReload) {
        this.rules = rules;
        this.onReload = onReload;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("rule-watcher").daemon().factory());
    }

    /**
     * Begins to watch.
     *
     * @param rules already loaded; from now on only the watcher's thread may use it
     * @param onReload told of each reload, on the watcher's thread
     */
    public static RuleWatcher start(HeldRules rules, Consumer<HeldRules.Reload> onReload) {
        RuleWatcher watcher = new RuleWatcher(rules, onReload);
        long millis = INTERVAL.toMillis();
        var unused = watcher.executor.scheduleWithFixedDelay(watcher::look, millis, millis, TimeUnit.MILLISECONDS);
        return watcher;
    }

    private void look() {
        try {
            rules.poll().ifPresent(onReload);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The rules could not be read anew; those in force stay", e);
        }
    }

    /**
     * Runs something on the watcher's thread, between two looks.
     *
     * @throws java.util.concurrent.RejectedExecutionException after the end
     */
    public <T> Future<T> run(Callable<T> task) {
        return executor.submit(task);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
