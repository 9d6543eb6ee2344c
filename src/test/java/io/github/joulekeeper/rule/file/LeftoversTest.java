package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.rule.file.FileSwap.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a kill leaves of a write is cleared away at the next start, and nothing else is. */
class LeftoversTest {
    private static final String OLD = "rules: [] # old\n";
    private static final String NEW = "rules: [] # new\n";
    /** No process can have it: Linux numbers them up to 2^22. */
    private static final long NOBODY = 99_999_999;

    @TempDir
    Path folder;

    /** A process that stops for good at a step of a write. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) throws IOException {
            Path file = Path.of(args[0]);
            FileSwap swap = new FileSwap(step -> {
                if (step == Step.valueOf(args[1])) {
                    System.out.println("there");
                    System.out.flush();
                    LockSupport.parkNanos(Long.MAX_VALUE);
                }
            });
            if (Files.exists(file)) {
                swap.replace(file, bytes(OLD), bytes(NEW));
            } else {
                swap.create(file, bytes(NEW));
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Process writer(Path file, Step until) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        file.toString(),
                        until.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(writer.inputReader().readLine()).isEqualTo("there");
        return writer;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"COMPARE", "EXCHANGE", "VERIFY", "FINISH"})
    void ofAChangeThatWasKilledAtAnyStepNothingIsLeft(Step step) throws Exception {
        Path file = Files.writeString(folder.resolve("house.yaml"), OLD);
        Process writer = writer(file, step);
        assertThat(Leftovers.clear(folder).removed()).as("while it runs").isEmpty();
        writer.destroyForcibly().waitFor();
        assertThat(names()).hasSize(2);

        Leftovers leftovers = Leftovers.clear(folder);

        assertThat(leftovers.removed()).hasSize(1);
        assertThat(leftovers.kept()).isEmpty();
        assertThat(names()).containsExactly("house.yaml");
        assertThat(file).hasContent(step.ordinal() <= Step.EXCHANGE.ordinal() ? OLD : NEW);
    }

    @Test
    void ofANewFileNothingIsLeft() throws Exception {
        writer(folder.resolve("house.yaml"), Step.EXCHANGE).destroyForcibly().waitFor();
        assertThat(names()).hasSize(1);

        Leftovers.clear(folder);

        assertThat(names()).isEmpty();
    }

    @Test
    void whereALinkLeadsIsLookedAtToo() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path file = Files.writeString(elsewhere.resolve("house.yaml"), OLD);
        Path rules = Files.createDirectory(folder.resolve("rules"));
        Files.createSymbolicLink(rules.resolve("link.yaml"), file);
        Path leftover = Files.writeString(elsewhere.resolve(name(NOBODY, OLD)), "rul");

        assertThat(Leftovers.clear(rules).removed())
                .singleElement()
                .satisfies(removed ->
                        assertThat(removed).hasFileName(leftover.getFileName().toString()));
        assertThat(leftover).doesNotExist();
    }

    /** Somebody saved in the moment before the names were exchanged, and the kill came in the moment after. */
    @ParameterizedTest
    @CsvSource({"by a person, new", "new, by a person"})
    void whatMayBeAPersonsStays(String left, String now) throws IOException {
        Files.writeString(folder.resolve("house.yaml"), now);
        Path leftover = Files.writeString(folder.resolve(name(NOBODY, OLD)), left);

        Leftovers leftovers = Leftovers.clear(folder);

        assertThat(leftovers.kept()).containsExactly(leftover);
        assertThat(leftover).hasContent(left);
    }

    @Test
    void noFileOfAnotherKindIsTouched() throws IOException {
        Files.writeString(folder.resolve("house.yaml"), OLD);
        String right = name(NOBODY, OLD);
        Files.createDirectory(folder.resolve(right));
        Files.createSymbolicLink(folder.resolve(right.replace("house", "link")), folder.resolve("house.yaml"));
        for (String name : List.of(
                ".house.yaml.swp",
                ".house.yaml.tmp",
                ".house.yaml.1.1.tmp",
                "house.yaml.joulekeeper.tmp",
                right.substring(1),
                right + "~",
                right.replace("-" + NOBODY, "-x"))) {
            Files.writeString(folder.resolve(name), OLD);
        }
        List<String> before = names();

        Leftovers leftovers = Leftovers.clear(folder);

        assertThat(leftovers.removed()).isEmpty();
        assertThat(leftovers.kept()).isEmpty();
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void aDirectoryThatIsNotThereHoldsNone() {
        assertThat(Leftovers.clear(folder.resolve("none")).removed()).isEmpty();
    }

    private static String name(long process, String expected) {
        return Leftovers.name(Path.of("house.yaml"), 1, bytes(expected))
                .replace("-" + ProcessHandle.current().pid() + "-", "-" + process + "-");
    }
}
