package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Words at blocks, stored many at a time; one that is there already stays. */
final class MarkBatch {
    private final PreparedStatement statement;

    MarkBatch(Connection connection) throws SQLException {
        statement = connection.prepareStatement(
                "insert into ledger_mark (mark, block) values (?, ?) on conflict (mark, block) do nothing");
    }

    void add(String mark, long block) throws SQLException {
        statement.setString(1, mark);
        statement.setLong(2, block);
        statement.addBatch();
    }

    void execute() throws SQLException {
        statement.executeBatch();
    }
}
