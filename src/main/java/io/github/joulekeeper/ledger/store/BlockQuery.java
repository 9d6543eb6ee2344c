package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A query for blocks that may hold what is asked for, newest first, whose conditions are put together. */
final class BlockQuery {
    private final StringBuilder sql = new StringBuilder("select " + Block.COLUMNS + " from ledger_block b");
    private final List<Object> operands = new ArrayList<>();
    private String glue = " where ";

    BlockQuery and(String condition, Object... values) {
        sql.append(glue).append(condition);
        glue = " and ";
        operands.addAll(List.of(values));
        return this;
    }

    /** Blocks that have this word. */
    BlockQuery marked(String word) {
        return marked(List.of(word));
    }

    /** Blocks that have one of these words. */
    BlockQuery marked(List<String> words) {
        return and(
                "exists (select 1 from ledger_mark m where m.block = b.first_entry and m.mark in ("
                        + String.join(", ", Collections.nCopies(words.size(), "?")) + "))",
                words.toArray());
    }

    /** What is done with each block; false when no more are wanted. */
    interface Visitor {
        boolean visit(Block block) throws SQLException;
    }

    void run(Connection connection, Visitor visitor) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql + " order by b.first_entry desc")) {
            // Or PostgreSQL's driver would hold them all.
            query.setFetchSize(8);
            for (int i = 0; i < operands.size(); i++) {
                query.setObject(i + 1, operands.get(i));
            }
            try (ResultSet rows = query.executeQuery()) {
                boolean more = true;
                while (more && rows.next()) {
                    more = visitor.visit(Block.of(rows));
                }
            }
        }
    }
}
