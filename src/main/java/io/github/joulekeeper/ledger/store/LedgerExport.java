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
    private static final String COLUMNS = "sequence,at,kind,subject,command,rules,settings,from,to,detail,hash\r\n";

    private final Readable ledger;

    LedgerExport(Readable ledger) {
        this.ledger = ledger;
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
        Optional<Block> block = next(0, from, to);
        HashChain chain = new HashChain(HashChain.START);
        long tiedTo = -1;
        while (block.isPresent()) {
            Block some = block.get();
            if (some.first() != tiedTo + 1) {
                chain.goOnFrom(before(some));
            }
            for (Row row : rows(some, chain)) {
                LedgerEntry entry = EntryText.read(row.body());
                if (from.filter(entry.at()::isBefore).isEmpty()
                        && to.filter(end -> !entry.at().isBefore(end)).isEmpty()) {
                    out.write(format == ExportFormat.CSV ? csv(row, entry) : json(row));
                    written++;
                }
            }
            tiedTo = some.last();
            block = next(tiedTo, from, to);
        }
        return written;
    }

    /** The next block that may hold something of the time; one at a time, so that none who writes waits for a slow reader. */
    private Optional<Block> next(long after, Optional<Instant> from, Optional<Instant> to) {
        return ledger.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select " + Block.COLUMNS
                            + " from ledger_block b where b.first_entry > ? and b.to_micros >= ? and b.from_micros <= ? order by b.first_entry limit 1")) {
                query.setLong(1, after);
                query.setLong(2, from.map(Columns::micros).orElse(Long.MIN_VALUE));
                query.setLong(3, to.map(Columns::micros).orElse(Long.MAX_VALUE));
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() ? Optional.of(Block.of(rows)) : Optional.empty();
                }
            }
        });
    }

    /** The hash that a block is tied to. */
    private String before(Block block) {
        return ledger.read(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select b.hash from ledger_block b where b.last_entry = ?")) {
                query.setLong(1, block.first() - 1);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? rows.getString(1)
                            : Block.dropped(connection).hash();
                }
            }
        });
    }

    private static List<Row> rows(Block block, HashChain chain) {
        List<Row> rows = new ArrayList<>();
        Lines.forEach(block.lines(), (bytes, from, to) -> {
            long sequence = block.first() + rows.size();
            chain.tie(sequence, bytes, from, to);
            rows.add(new Row(sequence, Lines.body(bytes, from, to), chain.hash()));
        });
        return rows;
    }

    /** The body as it was hashed, so that the chain can be checked from the export alone. */
    private static String json(Row row) {
        return "{\"sequence\":%d,\"hash\":\"%s\",\"entry\":%s}\n".formatted(row.sequence(), row.hash(), row.body());
    }

    private static String csv(Row row, LedgerEntry entry) {
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
