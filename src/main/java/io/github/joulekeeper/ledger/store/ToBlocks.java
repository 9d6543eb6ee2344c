package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/** Version 5: entries that had a row each, as up to version 3, are put into blocks, with the hashes that they had. */
final class ToBlocks implements JavaMigration {
    private static final System.Logger LOG = System.getLogger(ToBlocks.class.getName());
    /** The newest version of the ledger's tables. Whoever adds a migration moves this on. */
    static final String VERSION = "5";

    private static final int AT_ONCE = 1000;
    private static final long TELL_EACH = 100_000;

    private record Row(long sequence, String body, String hash) {}

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(VERSION);
    }

    @Override
    public String getDescription() {
        return "to blocks";
    }

    @Override
    public Integer getChecksum() {
        return 1;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) throws SQLException {
        Connection connection = context.getConnection();
        long command = number(connection, "select max(id) from ledger_command");
        long all = number(connection, "select count(*) from ledger_entry");
        BlockWriter writer = new BlockWriter(connection);
        LedgerHead head = writer.head();
        long moved = 0;
        List<Row> rows = rows(connection, 0);
        while (!rows.isEmpty()) {
            for (List<Row> run : runs(rows)) {
                LedgerHead before =
                        new LedgerHead(head.turn(), run.getFirst().sequence() - 1, head.hash(), head.command());
                Row last = run.getLast();
                head = new LedgerHead(head.turn() + 1, last.sequence(), last.hash(), command);
                writer.write(List.of(batch(run, before, head)));
            }
            if ((moved + rows.size()) / TELL_EACH > moved / TELL_EACH) {
                LOG.log(Level.INFO, "The ledger is brought up to date: {0} of {1} entries", moved, all);
            }
            moved += rows.size();
            rows = rows(connection, rows.getLast().sequence());
        }
        if (command > head.command()) {
            LedgerHead after = new LedgerHead(head.turn() + 1, head.sequence(), head.hash(), command);
            writer.write(List.of(new Batch(head, after, new byte[0], new BatchIndex(new Words()), Map.of())));
        }
        try (Statement drop = connection.createStatement()) {
            drop.execute("drop table ledger_command_origin");
            drop.execute("drop table ledger_command");
            drop.execute("drop table ledger_entry");
        }
    }

    private static List<Row> rows(Connection connection, long after) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select sequence, body, hash from ledger_entry"
                + " where sequence > ? order by sequence limit " + AT_ONCE)) {
            query.setLong(1, after);
            try (ResultSet found = query.executeQuery()) {
                List<Row> rows = new ArrayList<>();
                while (found.next()) {
                    rows.add(new Row(found.getLong(1), found.getString(2), found.getString(3)));
                }
                return rows;
            }
        }
    }

    /** Rows without a gap between them. Where one was taken out, the check of the chain is still to find it. */
    private static List<List<Row>> runs(List<Row> rows) {
        List<List<Row>> runs = new ArrayList<>();
        long next = 0;
        for (Row row : rows) {
            if (row.sequence() != next) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(row);
            next = row.sequence() + 1;
        }
        return runs;
    }

    private static Batch batch(List<Row> rows, LedgerHead before, LedgerHead after) {
        Lines lines = new Lines(256 * rows.size());
        BatchIndex index = new BatchIndex(new Words());
        for (Row row : rows) {
            byte[] line = (row.hash().substring(0, Lines.BODY - 1) + " " + row.body() + "\n")
                    .getBytes(StandardCharsets.UTF_8);
            lines.write(line, 0, line.length);
            index.add(entry(row));
        }
        return new Batch(before, after, lines.toBytes(), index, Map.of());
    }

    private static LedgerEntry entry(Row row) {
        try {
            return EntryText.read(row.body());
        } catch (RuntimeException e) {
            // Somebody changed it. It stays as it is, for the check of the chain to find.
            return new LedgerEntry.Noted("damaged", "", "entry " + row.sequence(), Instant.EPOCH);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
