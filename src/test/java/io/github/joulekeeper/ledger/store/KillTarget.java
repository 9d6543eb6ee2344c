package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry.Step;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Writes commands without end and says which are durable, until somebody kills it. */
final class KillTarget {
    private KillTarget() {}

    public static void main(String[] arguments) throws InterruptedException {
        StoredLedger ledger = StoredLedger.open(
                LedgerDatabase.sqlite(TestDatabase.sqlite(Path.of(arguments[0])), Path.of(arguments[0])),
                LedgerPolicy.DEFAULT,
                InstantSource.system());
        Semaphore room = new Semaphore(200);
        for (long id = ledger.lastCommandId() + 1; id > 0; id++) {
            long command = id;
            room.acquire();
            ledger.append(List.of(Entries.opened(id, "R331ZTEST0000001", "x"), Entries.step(id, Step.SENT)), () -> {
                System.out.println(command);
                System.out.flush();
                room.release();
            });
        }
    }
}
