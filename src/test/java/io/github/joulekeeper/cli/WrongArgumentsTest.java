package io.github.joulekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be meant is told at once, in words of whoever typed it, and nothing starts. */
class WrongArgumentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo --port 99999 | --port 99999: must be a number from 0 to 65535",
                "demo --port -1 | --port -1: must be a number from 0 to 65535",
                "demo --port http | must be a number, not 'http'",
                "demo --for 0 | --for 0: a demo lasts at least 1 second",
                "demo --rules no-such-directory | --rules no-such-directory: there is no such directory",
                "ledger show newest | must be a number, not 'newest'"
            })
    void isToldAtOnce(String line, String told) {
        CommandRun run = CommandRun.of((Object[]) line.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(told.strip());
        assertThat(run.out()).isEmpty();
    }

    @Test
    void oneErrorIsOne(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.yaml"), "rules:\n  - {id: a, when: socc < 3%, set: {ac-charging.watts: 400}}\n");

        assertThat(CommandRun.of("validate", file).out())
                .endsWith("0 rules and 0 limits without errors; 1 error, 0 warnings\n");
    }
}
