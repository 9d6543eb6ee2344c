package io.github.joulekeeper.ledger.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes what was written, as somebody would who knows how it is packed. */
public final class Tampering {
    private Tampering() {}

    /** Changes the line of one entry. */
    public static void change(Connection connection, long sequence, UnaryOperator<String> change) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select first_entry, packed from ledger_block where ? between first_entry and last_entry");
                PreparedStatement update =
                        connection.prepareStatement("update ledger_block set packed = ? where first_entry = ?")) {
            query.setLong(1, sequence);
            long first;
            List<String> lines;
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                first = rows.getLong(1);
                String text = new String(Packing.unpack(rows.getBytes(2)), StandardCharsets.UTF_8);
                lines = new ArrayList<>(text.lines().toList());
            }
            lines.set((int) (sequence - first), change.apply(lines.get((int) (sequence - first))));
            byte[] changed = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            Lines bytes = new Lines(changed.length);
            bytes.write(changed, 0, changed.length);
            update.setBytes(1, Packing.pack(bytes));
            update.setLong(2, first);
            update.executeUpdate();
        }
    }
}
