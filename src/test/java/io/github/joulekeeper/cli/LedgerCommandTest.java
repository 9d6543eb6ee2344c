package io.github.joulekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import io.github.joulekeeper.ledger.store.LedgerDatabase;
import io.github.joulekeeper.ledger.store.LedgerPolicy;
import io.github.joulekeeper.ledger.store.StoredLedger;
import io.github.joulekeeper.ledger.store.Tampering;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** The ledger from the command line, while a service writes it and afterwards. */
class LedgerCommandTest {
    private static final Instant AT = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path data;

    private StoredLedger ledger;
    private SQLiteDataSource source;

    @BeforeEach
    void write() throws Exception {
        Path file = data.resolve("joulekeeper.db");
        source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        ledger = StoredLedger.open(LedgerDatabase.sqlite(source, file), LedgerPolicy.DEFAULT, InstantSource.system());
        CompletableFuture<Void> durable = new CompletableFuture<>();
        ledger.append(
                List.of(
                        new LedgerEntry.RuleChanged("night", "R331ZTEST0000001", "INACTIVE", "ACTIVE", "time", AT),
                        new LedgerEntry.CommandOpened(
                                7,
                                "R331ZTEST0000001",
                                List.of("night"),
                                "soc < 90%",
                                "acChgCfg",
                                Map.of("chgWatts", 400L),
                                Map.of("ac-charging.watts", "400 W"),
                                Map.of("ac-charging.watts", 400.0),
                                AT),
                        new LedgerEntry.CommandStep(7, LedgerEntry.Step.SENT, "http, try 1", AT),
                        new LedgerEntry.CommandEnded(7, Outcome.CONFIRMED, "read back", AT)),
                () -> durable.complete(null));
        durable.get(20, TimeUnit.SECONDS);
        // Others see it a moment later; whoever reads here waits until they can.
        assertThat(ledger.lastSequence()).isEqualTo(4);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private CommandRun run(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "ledger";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--data";
        all[all.length - 1] = data;
        return CommandRun.of(all);
    }

    @Test
    void aSoundLedgerIsVerifiedWhileItIsWrittenAndAfterwards() {
        assertThat(run("verify").status()).isZero();
        ledger.close();
        CommandRun run = run("verify", "--json");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("\"intact\":true", "\"entries\":4", "\"brokenAt\":null");
    }

    @Test
    void theFirstBrokenEntryIsNamed() throws Exception {
        ledger.close();
        try (Connection connection = source.getConnection()) {
            Tampering.change(connection, 2, line -> line.replace("400", "800"));
        }
        CommandRun run = run("verify");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains("broken at entry 2", "not as it was written");
        assertThat(run("verify", "--json").out()).contains("\"brokenAt\":2");
    }

    @Test
    void commandsAndEntriesAreListed() {
        assertThat(run("list").out()).contains("7  2026-06-01T12:00:00Z", "ac-charging.watts = 400 W", "confirmed");
        assertThat(run("list", "--json", "--setting", "ac-charging.watts").out())
                .contains("\"id\":7", "\"openedAt\":\"2026-06-01T12:00:00Z\"");
        assertThat(run("list", "--outcome", "refused").out()).isEmpty();
        assertThat(run("list", "--kind", "rule").out()).contains("night inactive -> active  time");
        assertThat(run("list", "--kind", "all", "--json").out().lines()).hasSize(4);
        assertThat(run("list", "--text", "nothing").out()).isEmpty();
    }

    @Test
    void aCommandIsShownWithItsSteps() {
        assertThat(run("show", "7").out())
                .contains("Command 7", "soc < 90%", "{\"chgWatts\":400}", "sent", "read back");
        assertThat(run("show", "7", "--json").out()).contains("\"steps\":[{\"step\":\"opened\"");
        CommandRun missing = run("show", "8");
        assertThat(missing.status()).isEqualTo(1);
        assertThat(missing.err()).contains("There is no command 8 in the ledger. The newest is 7");
    }

    @Test
    void theExportGoesToStandardOutput() {
        assertThat(run("export").out().lines()).hasSize(4);
        assertThat(run("export", "--format", "csv", "--from", "2026-06-02T00:00:00Z")
                        .out()
                        .lines())
                .hasSize(1);
    }

    @Test
    void wrongUsageIsTold() {
        for (Object[] wrong : new Object[][] {
            {"list", "--limit", "0"},
            {"list", "--from", "noon"},
            {"list", "--outcome", "lost"},
            {"export", "--format", "xml"},
            {"show", "seven"},
            {"erase"}
        }) {
            assertThat(run(wrong).status()).isEqualTo(2);
        }
        assertThat(CommandRun.of("ledger").status()).isEqualTo(2);
        assertThat(CommandRun.of("ledger", "verify", "--help").out()).contains("Exit status");
    }

    @Test
    void aLedgerThatIsNotThereIsNotMade() {
        Path nowhere = data.resolve("nowhere");
        CommandRun run = CommandRun.of("ledger", "verify", "--data", nowhere);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("nowhere");
        assertThat(Files.exists(nowhere)).isFalse();
    }
}
