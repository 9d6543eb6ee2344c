package io.github.joulekeeper.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.database.PostgresServer;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.CommandLog.CommandRecord;
import io.github.joulekeeper.ledger.EventLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A process that is killed in the middle of writing loses nothing that it said was durable; neither does a server.
 * {@code -Dtest.kills=100} kills each a hundred times.
 */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("test.kills", 3);

    @TempDir
    Path directory;

    private final Random random = new Random(11);

    @ParameterizedTest
    @EnumSource(TestDatabase.Kind.class)
    void nothingThatWasAcknowledgedIsLostWithTheProcess(TestDatabase.Kind kind) throws Exception {
        TestDatabase database = kind.empty(directory);
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (Target target = new Target(database)) {
                target.read(1 + random.nextInt(300));
                acknowledged = Math.max(acknowledged, target.kill());
            }
            assertWhole(database, acknowledged);
        }
        report(kind + ", the process killed", acknowledged);
    }

    @Test
    void nothingThatWasAcknowledgedIsLostWithTheServer() throws Exception {
        try (PostgresServer server = PostgresServer.start()) {
            TestDatabase database = TestDatabase.at(TestDatabase.Kind.POSTGRESQL, server.newDatabase());
            try (Target target = new Target(database)) {
                for (int round = 0; round < ROUNDS; round++) {
                    long before = target.read(1 + random.nextInt(300));
                    server.kill();
                    server.launch();
                    assertThat(target.read(50)).as("it goes on by itself").isGreaterThan(before);
                }
                long acknowledged = target.kill();
                assertWhole(database, acknowledged);
                report("POSTGRESQL, the server killed", acknowledged);
            }
        }
    }

    private static void assertWhole(TestDatabase database, long acknowledged) {
        // Opened as at a restart, which waits for the one before to be forgotten.
        try (StoredLedger ledger = database.open()) {
            long last = ledger.lastCommandId();
            assertThat(last).isGreaterThanOrEqualTo(acknowledged);
            int notesOfOutages = ledger.events(new EventLog.Query(
                            List.of("ledger"),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            1000))
                    .size();
            assertThat(ledger.lastSequence() - notesOfOutages)
                    .as("an append is written whole, and once")
                    .isEqualTo(2 * last);
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
            for (CommandRecord command : ledger.find(new CommandLog.Query(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000))) {
                assertThat(command.steps()).hasSize(1);
                assertThat(command.opened().commandId()).isEqualTo(last--);
            }
        }
    }

    private static void report(String what, long acknowledged) {
        System.out.printf("%s %d times: %d acknowledged commands are all there%n", what, ROUNDS, acknowledged);
    }

    /** The process that writes. */
    private static final class Target implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;
        private long last;

        Target(TestDatabase database) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KillTarget.class.getName(),
                            database.kind().name(),
                            database.address())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        /** The largest id that it says is durable, after so many more. */
        long read(int more) throws IOException {
            for (int i = 0; i < more; i++) {
                String line = lines.readLine();
                assertThat(line).as("the process writes until it is killed").isNotNull();
                last = Long.parseLong(line);
            }
            return last;
        }

        /** SIGKILL; the largest id that it said was durable. */
        long kill() throws Exception {
            // Not the process's own method: that would close the stream.
            process.toHandle().destroyForcibly();
            // What it had still said before it died counts too. A number that was cut short is only smaller.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.isEmpty() ? last : Math.max(last, Long.parseLong(line));
            }
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            return last;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
