package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How far the ledger has come.
 *
 * @param turn how many batches were written, with entries or without
 * @param sequence the newest entry's, 0 for none
 * @param hash the newest entry's
 * @param command the largest command id ever opened, 0 for none
 */
record LedgerHead(long turn, long sequence, String hash, long command) {
    static final LedgerHead START = new LedgerHead(0, 0, HashChain.START, 0);

    static LedgerHead read(Connection connection) throws SQLException {
        try (PreparedStatement query =
                        connection.prepareStatement("select turn, sequence, hash, command from ledger_head");
                ResultSet rows = query.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("the row that tells how far the ledger has come is missing");
            }
            return new LedgerHead(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getLong(4));
        }
    }
}
