package io.github.joulekeeper.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed in the middle of writing loses nothing that it said was durable. */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("joulekeeper.test.kills", 3);

    @TempDir
    Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws Exception {
        Path file = directory.resolve("ledger.db");
        Random random = new Random(11);
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = Math.max(acknowledged, writeAndKill(file, 1 + random.nextInt(1500)));
            try (StoredLedger ledger = StoredLedger.open(
                    LedgerDatabase.sqlite(TestDatabase.sqlite(file), file),
                    LedgerPolicy.DEFAULT,
                    InstantSource.system())) {
                assertThat(ledger.lastCommandId()).isGreaterThanOrEqualTo(acknowledged);
                assertThat(ledger.verify().intact()).isTrue();
                for (CommandRecord command : ledger.find(new CommandLog.Query(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000))) {
                    assertThat(command.steps()).as("an append is written whole").hasSize(1);
                }
                assertThat(ledger.open()).hasSize((int) ledger.lastCommandId());
            }
        }
    }

    /** The largest id that the process said was durable before it was killed. */
    private static long writeAndKill(Path file, int afterLines) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KillTarget.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        long last = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < afterLines; i++) {
                String line = lines.readLine();
                assertThat(line).as("the process writes until it is killed").isNotNull();
                last = Long.parseLong(line);
            }
            // Not the process's own method: that would close the stream.
            process.toHandle().destroyForcibly();
            // What it had still said before it died counts too.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isEmpty() ? last : whole(line, last);
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return last;
    }

    /** The kill may cut a number short, which makes it smaller, never larger. */
    private static long whole(String line, long last) {
        long number = Long.parseLong(line);
        return number > last ? number : last;
    }
}
