package io.github.joulekeeper.ledger.store;

import io.github.joulekeeper.ledger.LedgerEntry;
import java.io.IOException;
import java.io.Writer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes the ledger's entries out in order, some at a time: it takes no more memory for a large ledger. */
final class LedgerExport {
    private static final int AT_ONCE = 1000;
    private static final String COLUMNS = "sequence,at,kind,subject,command,rules,settings,from,to,detail,hash\r\n";

    private final LedgerDatabase database;

    LedgerExport(LedgerDatabase database) {
        this.database = database;
    }

    private record Row(long sequence, String body, String hash) {}

    /**
     * Writes all entries of a time.
     *
     * @param from not before
     * @param to before
     * @return how many were written
     * @throws IOException if the writer fails
     */
    long write(ExportFormat format, Optional<Instant> from, Optional<Instant> to, Writer out) throws IOException {
        if (format == ExportFormat.CSV) {
            out.write(COLUMNS);
        }
        long written = 0;
        List<Row> rows = rows(0, from, to);
        while (!rows.isEmpty()) {
            for (Row row : rows) {
                out.write(format == ExportFormat.CSV ? csv(row) : json(row));
            }
            written += rows.size();
            rows = rows.size() < AT_ONCE ? List.of() : rows(rows.getLast().sequence(), from, to);
        }
        return written;
    }

    private List<Row> rows(long after, Optional<Instant> from, Optional<Instant> to) {
        long first = from.map(EntryBatch::micros).orElse(Long.MIN_VALUE);
        long end = to.map(EntryBatch::micros).orElse(Long.MAX_VALUE);
        return database.read(connection -> {
            List<Row> rows = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("select sequence, body, hash from ledger_entry"
                    + " where sequence > ? and at_micros >= ? and at_micros < ? order by sequence limit " + AT_ONCE)) {
                query.setLong(1, after);
                query.setLong(2, first);
                query.setLong(3, end);
                try (ResultSet found = query.executeQuery()) {
                    while (found.next()) {
                        rows.add(new Row(found.getLong(1), found.getString(2), found.getString(3)));
                    }
                }
            }
            return rows;
        });
    }

    /** The body as it was hashed, so that the chain can be checked from the export alone. */
    private static String json(Row row) {
        return "{\"sequence\":%d,\"hash\":\"%s\",\"entry\":%s}\n".formatted(row.sequence(), row.hash(), row.body());
    }

    private static String csv(Row row) {
        LedgerEntry entry = EntryText.read(row.body());
        List<String> cells = switch (entry) {
            case LedgerEntry.CommandOpened it ->
                List.of(
                        it.serial(),
                        Long.toString(it.commandId()),
                        String.join("; ", it.origins()),
                        String.join(
                                "; ",
                                it.setPoints().entrySet().stream()
                                        .map(set -> set.getKey() + " = " + set.getValue())
                                        .toList()),
                        "",
                        "opened",
                        it.reason());
            case LedgerEntry.CommandStep it ->
                List.of("", Long.toString(it.commandId()), "", "", "", word(it.step()), it.detail());
            case LedgerEntry.CommandEnded it ->
                List.of("", Long.toString(it.commandId()), "", "", "", word(it.outcome()), it.detail());
            case LedgerEntry.RuleChanged it -> List.of(it.serial(), "", it.rule(), "", it.from(), it.to(), it.reason());
            case LedgerEntry.ExternalChange it -> List.of(it.serial(), "", "", it.setting(), it.from(), it.to(), "");
            case LedgerEntry.Noted it -> List.of(it.subject(), "", "", "", "", "", it.detail());
            case LedgerEntry.Dropped it ->
                List.of("", "", "", "", "", "", "%d entries through %d".formatted(it.entries(), it.through()));
            case LedgerEntry.Remembered it -> List.of();
        };
        StringBuilder line = new StringBuilder()
                .append(row.sequence())
                .append(',')
                .append(entry.at())
                .append(',')
                .append(cell(EntryText.kind(entry)));
        cells.forEach(text -> line.append(',').append(cell(text)));
        return line.append(',').append(row.hash()).append("\r\n").toString();
    }

    /** As RFC 4180 quotes it. Spreadsheets must not take what others wrote for a formula. */
    private static String cell(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = safe.chars().noneMatch(each -> each == ',' || each == '"' || each == '\n' || each == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
