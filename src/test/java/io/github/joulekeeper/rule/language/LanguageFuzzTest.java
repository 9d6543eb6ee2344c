package io.github.joulekeeper.rule.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.rule.RuleBinder;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Deep, long and odd texts: each is told as an error or bound, and none exhausts the stack. */
class LanguageFuzzTest {
    private static RuleBinder.Binding bindOnSmallStack(String text) {
        AtomicReference<RuleBinder.Binding> binding = new AtomicReference<>();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(
                null,
                () -> binding.set(Bench.bind(text, "beeper.silent", "true", new Bench.HouseScope(true))),
                "small stack",
                512 * 1024);
        thread.setUncaughtExceptionHandler((it, e) -> thrown.set(e));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thrown.get()).isNull();
        return binding.get();
    }

    @Test
    void deepNestingIsAnError() {
        for (String open : new String[] {"(", "not ", "-", "min(", "not ("}) {
            RuleBinder.Binding binding = bindOnSmallStack(open.repeat(400) + "soc");

            assertThat(Bench.problems(binding, open.repeat(400)).getFirst()).contains("nested too deep");
        }
    }

    @Test
    void aTextThatIsTooLongIsAnError() {
        String text = "soc > 1 and ".repeat(1000) + "online";

        assertThat(Bench.problems(bindOnSmallStack(text), text).getFirst())
                .startsWith("the text is too long: 12006 characters where 4000 are allowed");
    }

    @Test
    void theDeepestTreeThatIsAllowedIsBound() {
        String nested = "1" + "+1".repeat(Words.HIGHEST - 2);
        assertThat(bindOnSmallStack(nested + " > 5")).isInstanceOf(RuleBinder.Binding.Bound.class);
    }

    @Test
    void aTreeThatIsTooHighIsAnError() {
        String text = "1" + "+1".repeat(300) + " > 5";
        String nested = "1";
        while (nested.length() < 3000) {
            nested = "(" + nested + ")" + "+1".repeat(50);
        }

        assertThat(Bench.problems(bindOnSmallStack(text), text).getFirst()).contains("more than 120 steps");
        assertThat(Bench.problems(bindOnSmallStack(nested), nested).getFirst()).contains("more than 120 steps");
    }

    @Test
    void manyOperandsInARowAreAnError() {
        String text = "true" + " or true".repeat(300);

        assertThat(Bench.problems(bindOnSmallStack(text), text).getFirst())
                .startsWith("more than 200 operands in a row");
    }
}
