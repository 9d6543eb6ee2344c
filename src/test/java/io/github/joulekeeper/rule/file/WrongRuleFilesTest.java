package io.github.joulekeeper.rule.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.rule.RuleIssue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each file in {@code rules/wrong} is told exactly as the text beside it says. With {@code -Dapprove} the texts are
 * written anew, to be read before they are committed.
 */
class WrongRuleFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/rules/wrong");
    private static final Catalog CATALOG = new CatalogLoader().load();

    static Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isToldExactly(String name) throws IOException {
        Path expected = FOLDER.resolve(name.replace(".yaml", ".txt"));

        RuleFiles.Loaded loaded = RuleFiles.check(name, Files.readAllBytes(FOLDER.resolve(name)), CATALOG);

        String told = loaded.issues().stream().map(RuleIssue::format).collect(Collectors.joining("\n", "", "\n"));
        if (System.getProperty("approve") != null) {
            Files.writeString(expected, told);
        }
        assertThat(told).isEqualTo(Files.readString(expected));
    }
}
