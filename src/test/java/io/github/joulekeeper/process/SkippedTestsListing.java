package io.github.joulekeeper.process;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Lists, when a run of tests is over, what was skipped and what it would have needed. */
public final class SkippedTestsListing implements TestExecutionListener {
    private final Set<String> skipped = new LinkedHashSet<>();
    private final PrintStream out;

    /** As JUnit makes it: the listing goes to the standard output. */
    public SkippedTestsListing() {
        this(System.out);
    }

    SkippedTestsListing(PrintStream out) {
        this.out = out;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            note(test, result.getThrowable().map(Throwable::getMessage).orElse("no reason given"));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!skipped.isEmpty()) {
            out.println();
            skipped.forEach(out::println);
            out.println();
            skipped.clear();
        }
    }

    private void note(TestIdentifier test, String reason) {
        String name = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaClass().getSimpleName() + "." + test.getDisplayName())
                .orElse(test.getDisplayName());
        skipped.add("Skipped: %s (%s)".formatted(name, reason));
    }
}
