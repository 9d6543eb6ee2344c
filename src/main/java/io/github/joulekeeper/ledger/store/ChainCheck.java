package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.Verification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Walks all entries and checks that each is tied to the one before. Entries cut off at the end leave no trace. */
public final class ChainCheck {
    private final LedgerDatabase database;

    ChainCheck(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * Checks a ledger that need not be open in this process; changes nothing in it.
     *
     * @throws LedgerUnavailableException if it cannot be read
     */
    public static Verification of(DataSource dataSource, String location) {
        return new ChainCheck(LedgerDatabase.existing(dataSource, location)).run();
    }

    Verification run() {
        return database.read(ChainCheck::walk);
    }

    private static Verification walk(Connection connection) throws SQLException {
        HashChain chain = new HashChain();
        String before = HashChain.START;
        long entries = 0;
        try (PreparedStatement query =
                connection.prepareStatement("select sequence, body, hash from ledger_entry order by sequence")) {
            query.setFetchSize(1000);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long sequence = rows.getLong(1);
                    if (sequence != entries + 1) {
                        return broken(entries, sequence, "entry %d is missing".formatted(entries + 1));
                    }
                    String hash = chain.next(before, sequence, rows.getString(2));
                    if (!hash.equals(rows.getString(3))) {
                        return broken(entries, sequence, "entry %d is not as it was written".formatted(sequence));
                    }
                    before = hash;
                    entries = sequence;
                }
            }
        }
        return new Verification(entries, Optional.empty(), "%d entries, the newest %s".formatted(entries, before));
    }

    private static Verification broken(long entries, long sequence, String detail) {
        return new Verification(entries, Optional.of(sequence), detail);
    }
}
