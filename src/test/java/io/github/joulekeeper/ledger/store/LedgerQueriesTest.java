package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.ended;
import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be asked of the ledger, in each kind of database. */
class LedgerQueriesTest {
    private static final String A = "R331ZTEST0000001";

    @TempDir
    Path directory;

    private static List<Long> commands(CommandLog ledger, String setting, Instant from, Instant to, String text) {
        return ledger
                .find(new CommandLog.Query(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(setting),
                        Optional.ofNullable(from),
                        Optional.ofNullable(to),
                        Optional.ofNullable(text),
                        Optional.empty(),
                        100))
                .stream()
                .map(command -> command.opened().commandId())
                .toList();
    }

    private static List<LedgerEntry> entries(EventLog ledger, String rule, String text, boolean withoutCommands) {
        return ledger
                .events(new EventLog.Query(
                        List.of(),
                        withoutCommands,
                        Optional.empty(),
                        Optional.ofNullable(rule),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.ofNullable(text),
                        Optional.empty(),
                        100))
                .stream()
                .map(EventLog.Event::entry)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void commandsAreFoundBySettingTimeAndText(TestDatabase.Kind kind) throws Exception {
        try (StoredLedger ledger = kind.empty(directory).open()) {
            store(ledger, opened(1, A, "one"), opened(2, A, "two"), opened(3, A, "three"));
            store(ledger, ended(2, Outcome.CONFIRMED), noted("100 % done_with \"it\"!"));

            assertThat(commands(ledger, "ac-charging.watts", null, null, null)).containsExactly(3L, 2L, 1L);
            assertThat(commands(ledger, "ac-charging", null, null, null)).isEmpty();
            assertThat(commands(ledger, "%", null, null, null)).isEmpty();
            assertThat(commands(ledger, "chgWatts", null, null, null)).isEmpty();
            assertThat(commands(ledger, null, opened(2, A).at(), opened(3, A).at(), null))
                    .containsExactly(2L);
            assertThat(commands(ledger, null, null, null, "SOC < 20%")).containsExactly(3L, 2L, 1L);
            assertThat(commands(ledger, null, null, null, "for \"2M\"\nand")).hasSize(3);
            assertThat(commands(ledger, null, null, null, "\"ended\"")).isEmpty();
            assertThat(commands(ledger, null, null, null, "confirmed")).containsExactly(2L);
            assertThat(commands(ledger, null, null, null, "s_c")).isEmpty();
            assertThat(ledger.command(2).orElseThrow().ended()).isPresent();
            assertThat(ledger.command(4)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void entriesAreFoundByRuleAndText(TestDatabase.Kind kind) throws Exception {
        try (StoredLedger ledger = kind.empty(directory).open()) {
            var night = new LedgerEntry.RuleChanged(
                    "night", A, "INACTIVE", "ACTIVE", "it is \"rule\":\"day\",", Entries.AT);
            var day = new LedgerEntry.RuleChanged("day", A, "ACTIVE", "INACTIVE", "it is night", Entries.AT);
            var note = noted("100 % done_with \"it\"!");
            store(ledger, night, day, opened(1, A, "night"), note);

            assertThat(entries(ledger, "night", null, false)).containsExactly(night);
            assertThat(entries(ledger, "day", null, true)).containsExactly(day);
            assertThat(entries(ledger, "n%", null, false)).isEmpty();
            assertThat(entries(ledger, null, "100 % DONE_with \"it\"!", false)).containsExactly(note);
            assertThat(entries(ledger, null, "done-with", false)).isEmpty();
            assertThat(entries(ledger, null, null, true)).containsExactly(note, day, night);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anExportGoesOnPastItsFirstThousandEntries(TestDatabase.Kind kind) throws Exception {
        try (StoredLedger ledger = kind.empty(directory).open()) {
            for (int i = 0; i < 2500; i += 500) {
                LedgerEntry[] some = new LedgerEntry[500];
                for (int j = 0; j < some.length; j++) {
                    some[j] = noted("=cmd|" + (i + j) + ", \"quoted\"");
                }
                store(ledger, some);
            }
            StringWriter jsonl = new StringWriter();
            StringWriter csv = new StringWriter();

            assertThat(ledger.archive().export(ExportFormat.JSONL, Optional.empty(), Optional.empty(), jsonl))
                    .isEqualTo(2500);
            ledger.archive().export(ExportFormat.CSV, Optional.empty(), Optional.empty(), csv);

            assertThat(jsonl.toString().lines()).hasSize(2500);
            assertThat(csv.toString().lines()).hasSize(2501);
            assertThat(csv.toString()).contains(",\"'=cmd|2499, \"\"quoted\"\"\",");
        }
    }
}
