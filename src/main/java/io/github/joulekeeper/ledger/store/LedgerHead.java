package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The newest entry's place and hash. */
record LedgerHead(long sequence, String hash) {
    static LedgerHead read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select sequence, hash from ledger_entry order by sequence desc limit 1");
                ResultSet rows = query.executeQuery()) {
            return rows.next()
                    ? new LedgerHead(rows.getLong(1), rows.getString(2))
                    : new LedgerHead(0, HashChain.START);
        }
    }
}
