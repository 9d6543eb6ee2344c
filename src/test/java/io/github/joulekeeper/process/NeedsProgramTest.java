package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What is not there is skipped and listed, except in a pipeline. */
class NeedsProgramTest {
    private final NeedsProgram present = WithAShell.class.getAnnotation(NeedsProgram.class);
    private final NeedsProgram absent = WithoutLuck.class.getAnnotation(NeedsProgram.class);

    @Test
    void runsWhereTheProgramIs() {
        assertThat(NeedsProgram.Condition.decide(present, "Some", true).isDisabled())
                .isFalse();
    }

    @Test
    void skipsWhereItIsNot() {
        var decision = NeedsProgram.Condition.decide(absent, "Some", false);

        assertThat(decision.isDisabled()).isTrue();
        assertThat(decision.getReason()).contains("needs no-such-program: apt install luck");
    }

    @Test
    void failsInAPipelineWhereItIsNot() {
        assertThatThrownBy(() -> NeedsProgram.Condition.decide(absent, "Some", true))
                .hasMessage(
                        "Some needs no-such-program: apt install luck. It is not skipped because the environment says"
                                + " CI=true.");
    }

    @Test
    void listsWhatWasSkippedAtTheEnd() {
        var printed = new ByteArrayOutputStream();
        var launcher = LauncherFactory.create(LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .build());

        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(Assuming.class))
                        .build(),
                new SkippedTestsListing(new PrintStream(printed, true, StandardCharsets.UTF_8)));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("Skipped: Assuming.something() (Assumption failed: needs a good day)");
    }

    @NeedsProgram(value = "sh", install = "nothing, every Unix has it")
    private static final class WithAShell {}

    @NeedsProgram(value = "no-such-program", install = "apt install luck")
    private static final class WithoutLuck {}

    /** Not found by name, only run by the test above. */
    static final class Assuming {
        @Test
        void something() {
            assumeTrue(Thread.currentThread().isInterrupted(), "needs a good day");
        }
    }
}
