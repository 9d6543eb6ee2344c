package io.github.joulekeeper.ledger.store;

import static io.github.joulekeeper.ledger.store.Entries.ended;
import static io.github.joulekeeper.ledger.store.Entries.noted;
import static io.github.joulekeeper.ledger.store.Entries.opened;
import static io.github.joulekeeper.ledger.store.Entries.remembered;
import static io.github.joulekeeper.ledger.store.StoredLedgerTest.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.joulekeeper.ledger.LedgerEntry;
import io.github.joulekeeper.ledger.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal gives back after whatever end. */
class JournalTest {
    @TempDir
    Path directory;

    private Path database;
    private final Scribe scribe = new Scribe();
    private final List<Batch> written = new ArrayList<>();

    @BeforeEach
    void name() {
        database = directory.resolve("ledger.db");
    }

    private LedgerHead head() {
        return written.isEmpty() ? LedgerHead.START : written.getLast().after();
    }

    private void append(Journal journal, LedgerEntry... entries) throws IOException {
        Batch batch = scribe.write(head(), List.of(entries));
        journal.append(batch);
        written.add(batch);
    }

    private List<Batch> replayed(LedgerHead head) throws Exception {
        List<Batch> batches = new ArrayList<>();
        Journal.open(database, JournalFile::onDisk, head, batches::add).close();
        return batches;
    }

    private void assertSame(List<Batch> found, List<Batch> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).before()).isEqualTo(expected.get(i).before());
            assertThat(found.get(i).after()).isEqualTo(expected.get(i).after());
            assertThat(found.get(i).index().marks())
                    .isEqualTo(expected.get(i).index().marks());
            assertThat(found.get(i).lines()).isEqualTo(expected.get(i).lines());
            assertThat(found.get(i).memory()).isEqualTo(expected.get(i).memory());
        }
    }

    @Test
    void whatWasAppendedComesBack() throws Exception {
        try (Journal journal = Journal.open(database, JournalFile::onDisk, LedgerHead.START, _ -> {})) {
            append(journal, opened(1, "R331ZTEST0000001", "x"), remembered("kéy \n", "välue"));
            append(journal, remembered("kéy \n", ""));
            append(journal, ended(1, Outcome.CONFIRMED), noted("\0 \"quoted\" 😀"));
        }
        assertSame(replayed(LedgerHead.START), written);
        assertSame(replayed(written.get(0).after()), written.subList(1, 3));
        assertThat(replayed(head())).isEmpty();
    }

    @Test
    void bothFilesAreFilledInTurnAndGiveBackWhatTheDatabaseLacks() throws Exception {
        Random random = new Random(3);
        try (Journal journal = Journal.open(database, JournalFile::onDisk, LedgerHead.START, _ -> {})) {
            for (int i = 0; i < 400; i++) {
                append(journal, noted("x".repeat(100_000 + random.nextInt(100_000))));
                if (i >= 40) {
                    journal.followed(written.get(i - 40).after().turn());
                }
            }
        }
        for (Path file : Journal.files(database)) {
            assertThat(Files.size(file)).as("written over again and again").isLessThan(20_000_000);
        }
        assertSame(replayed(written.get(359).after()), written.subList(360, 400));
    }

    @Test
    void aFileIsNotWrittenOverBeforeTheDatabaseHasWhatItHolds() throws Exception {
        try (Journal journal = Journal.open(database, JournalFile::onDisk, LedgerHead.START, _ -> {})) {
            for (int i = 0; i < 300; i++) {
                append(journal, noted("x".repeat(100_000)));
            }
        }
        assertSame(replayed(LedgerHead.START), written);
    }

    @Test
    void itGoesOnAfterAReplayAndAnotherCrash() throws Exception {
        for (int life = 0; life < 5; life++) {
            LedgerHead inDatabase = life == 0
                    ? LedgerHead.START
                    : written.get(written.size() - 4).after();
            List<Batch> lacking = new ArrayList<>();
            try (Journal journal = Journal.open(database, JournalFile::onDisk, inDatabase, lacking::add)) {
                assertSame(lacking, life == 0 ? List.of() : written.subList(written.size() - 3, written.size()));
                for (int i = 0; i < 10; i++) {
                    append(journal, noted("life " + life + ", " + i));
                }
            }
        }
    }

    @Test
    void aRecordThatWasCutShortCountsAsNeverWritten() throws Exception {
        try (Journal journal = Journal.open(database, JournalFile::onDisk, LedgerHead.START, _ -> {})) {
            append(journal, noted("one"));
            append(journal, noted("two"));
        }
        int length = JournalRecord.write(written.get(0), ByteBuffer.allocate(0)).limit();
        int whole = length
                + JournalRecord.write(written.get(1), ByteBuffer.allocate(0)).limit();
        byte[] file = Files.readAllBytes(Journal.files(database).getFirst());
        Random random = new Random(5);
        for (int cut = length; cut < whole; cut++) {
            byte[] torn = file.clone();
            for (int at = cut; at < whole; at++) {
                // What a sector held before, or whatever a disk leaves behind that lost its power.
                torn[at] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
            }
            if (!java.util.Arrays.equals(torn, file)) {
                Files.write(Journal.files(database).getFirst(), torn);
                assertSame(replayed(LedgerHead.START), written.subList(0, 1));
            }
        }
    }

    @Test
    void whateverTheFilesHoldIsNoReasonToFailOrToInvent() throws Exception {
        Random random = new Random(9);
        for (int round = 0; round < 2000; round++) {
            byte[] noise = new byte[random.nextInt(2000)];
            random.nextBytes(noise);
            if (noise.length > 4 && random.nextBoolean()) {
                ByteBuffer.wrap(noise).putInt(0x4a4b4a31);
            }
            Files.write(Journal.files(database).get(round % 2), noise);
            assertThat(replayed(LedgerHead.START)).isEmpty();
        }
    }

    @Test
    void theJournalOfAnotherLedgerIsNotMixedIn() throws Exception {
        for (int life = 0; life < 2; life++) {
            try (StoredLedger ledger = open()) {
                for (int i = 0; i < 50; i++) {
                    store(ledger, noted("of the old one " + i));
                }
            }
        }
        Path old = directory.resolve("old.db");
        Files.move(database, old);
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("ledger.db-ahead1")
                .hasMessageContaining("move these two files away");
        for (Path file : Journal.files(database)) {
            Files.delete(file);
        }
        Files.delete(database);
        try (StoredLedger ledger = open()) {
            store(ledger, noted("of the new one"));
            assertThat(ledger.lastSequence()).isEqualTo(1);
        }
    }

    @Test
    void aBackupOfTheDatabaseIsBroughtUpToDateByTheJournalThatGoesOnFromIt() throws Exception {
        Path backup = directory.resolve("backup.db");
        try (StoredLedger ledger = open()) {
            store(ledger, noted("before"));
            ledger.lastSequence();
            TestDatabase.at(TestDatabase.Kind.SQLITE, database.toString()).execute("vacuum into '" + backup + "'");
            store(ledger, noted("after"), opened(1, "R331ZTEST0000001", "x"), remembered("key", "value"));
        }
        Files.delete(database);
        Files.move(backup, database, StandardCopyOption.REPLACE_EXISTING);
        try (StoredLedger ledger = open()) {
            assertThat(ledger.lastSequence()).isEqualTo(3);
            assertThat(ledger.open()).hasSize(1);
            assertThat(ledger.remembered()).containsEntry("key", "value");
            assertThat(ledger.verify().intact()).as(ledger.verify().detail()).isTrue();
        }
    }

    @Test
    void aFileThatCannotBeOpenedIsTold() throws Exception {
        Files.createDirectory(Journal.files(database).getLast());
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("ledger.db-ahead2");
    }

    @Test
    void theFilesDoNotGrowByWhatIsWrittenOverAgain() throws Exception {
        try (Journal journal = Journal.open(database, JournalFile::onDisk, LedgerHead.START, _ -> {})) {
            append(journal, noted("first"));
            long size = size(Journal.files(database).getFirst());
            for (int i = 0; i < 100; i++) {
                append(journal, noted("more"));
            }
            assertThat(size(Journal.files(database).getFirst()))
                    .as("there was room from the start")
                    .isEqualTo(size);
        }
    }

    private static long size(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.size();
        }
    }

    private StoredLedger open() {
        return TestDatabase.at(TestDatabase.Kind.SQLITE, database.toString()).open();
    }
}
