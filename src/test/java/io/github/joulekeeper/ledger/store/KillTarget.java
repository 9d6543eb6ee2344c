package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry.Step;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Writes commands without end and says which are durable, until somebody kills it. */
final class KillTarget {
    private KillTarget() {}

    /** @param arguments the kind of database and its address */
    public static void main(String[] arguments) throws InterruptedException {
        TestDatabase database = TestDatabase.at(TestDatabase.Kind.valueOf(arguments[0]), arguments[1]);
        StoredLedger ledger = StoredLedger.open(
                database.over(database.source()),
                LedgerPolicy.DEFAULT.withRetries(Duration.ofMillis(5), Duration.ofMillis(100)),
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
