package io.github.joulekeeper.process;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Skips a test class where a program is not installed, and says how to get it. With {@code CI=true} in the environment a
 * missing program is a failure: a pipeline that quietly tests less is worse than a red one.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsProgram.Condition.class)
public @interface NeedsProgram {
    /** The programs' file names. */
    String[] value();

    /** How to install them, as one would type it. */
    String install();

    /** Finds programs on the path and in the folders of servers, which are not on every user's path. */
    /** Looks for the program. */
    final class Condition implements ExecutionCondition {
        private static final List<String> SERVER_FOLDERS =
                List.of("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin", "/opt/local/sbin");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            NeedsProgram needed = AnnotationSupport.findAnnotation(context.getElement(), NeedsProgram.class)
                    .orElse(null);
            if (needed == null) {
                return ConditionEvaluationResult.enabled("needs no program");
            }
            return decide(needed, context.getDisplayName(), "true".equals(System.getenv("CI")));
        }

        static ConditionEvaluationResult decide(NeedsProgram needed, String test, boolean pipeline) {
            Optional<String> missing = Arrays.stream(needed.value())
                    .filter(program -> find(program).isEmpty())
                    .findFirst();
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled(String.join(" and ", needed.value()) + " is installed");
            }
            String reason = "needs %s: %s".formatted(missing.get(), needed.install());
            if (pipeline) {
                throw new ExtensionConfigurationException(
                        "%s %s. It is not skipped because the environment says CI=true.".formatted(test, reason));
            }
            return ConditionEvaluationResult.disabled(reason);
        }

        /** Where a program lies, if it is installed. */
        public static Optional<Path> find(String program) {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), SERVER_FOLDERS.stream())
                    .filter(folder -> !folder.isBlank())
                    .map(folder -> Path.of(folder, program))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }
}
