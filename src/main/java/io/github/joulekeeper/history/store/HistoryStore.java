package io.github.joulekeeper.history.store;

import io.github.joulekeeper.history.Aggregate;
import io.github.joulekeeper.history.HourChunk;
import io.github.joulekeeper.history.SeriesKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/** Reads and writes hours of the history; its tables come with the ledger's. Reads are safe for any thread. */
public final class HistoryStore {
    private static final int AT_ONCE = 500;

    private final Connections connections;
    private final Map<SeriesKey, Long> ids = new HashMap<>();

    /** Where its connections come from. */
    @FunctionalInterface
    public interface Connections {
        /** A connection to the ledger's database, to be closed. */
        Connection open() throws SQLException;
    }

    public HistoryStore(Connections connections) {
        this.connections = connections;
    }

    /** An hour of a series. */
    public record Hour(SeriesKey series, long hour) {}

    /** Work on a connection. */
    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = connections.open()) {
            if (connection.getMetaData().getDatabaseProductName().equalsIgnoreCase("SQLite")) {
                connection.setAutoCommit(true);
                try (Statement pragma = connection.createStatement()) {
                    // A chart may lose its last minute when the power fails; the ledger asks for more on its own.
                    pragma.execute("pragma busy_timeout = 5000");
                    pragma.execute("pragma synchronous = normal");
                }
            }
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /** What is stored of an hour; an empty one if nothing is. */
    public HourChunk load(Hour hour) throws SQLException {
        return inTransaction(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select h.minutes from history_hour h"
                            + " join history_series s on s.id = h.series where s.serial = ? and s.quota = ? and h.at_hour = ?")) {
                query.setString(1, hour.series().serial());
                query.setString(2, hour.series().quota());
                query.setLong(3, hour.hour());
                try (ResultSet rows = query.executeQuery()) {
                    byte[] minutes = rows.next() ? rows.getBytes(1) : null;
                    return minutes == null ? new HourChunk() : HourChunk.of(minutes);
                }
            }
        });
    }

    /** Stores hours as they are now, whatever was stored of them before. Not thread-safe. */
    public void save(List<Map.Entry<Hour, HourChunk>> hours) throws SQLException {
        for (int from = 0; from < hours.size(); from += AT_ONCE) {
            var some = hours.subList(from, Math.min(hours.size(), from + AT_ONCE));
            Map<SeriesKey, Long> added = new HashMap<>();
            inTransaction(connection -> {
                try (PreparedStatement upsert = connection.prepareStatement(
                        "insert into history_hour (series, at_hour, last, low, high, mean, weight, minutes)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (series, at_hour) do update set"
                                + " last = excluded.last, low = excluded.low, high = excluded.high,"
                                + " mean = excluded.mean, weight = excluded.weight, minutes = excluded.minutes")) {
                    for (var each : some) {
                        Aggregate whole = each.getValue().hour().orElse(null);
                        if (whole != null) {
                            long id = id(connection, each.getKey().series(), added);
                            bind(
                                    upsert,
                                    id,
                                    each.getKey().hour(),
                                    whole,
                                    each.getValue().bytes());
                        }
                    }
                    upsert.executeBatch();
                }
                return true;
            });
            ids.putAll(added);
        }
    }

    private static void bind(PreparedStatement upsert, long series, long hour, Aggregate whole, byte[] minutes)
            throws SQLException {
        upsert.setLong(1, series);
        upsert.setLong(2, hour);
        upsert.setDouble(3, whole.last());
        upsert.setDouble(4, whole.min());
        upsert.setDouble(5, whole.max());
        upsert.setDouble(6, whole.mean());
        upsert.setDouble(7, whole.seconds());
        upsert.setBytes(8, minutes);
        upsert.addBatch();
    }

    private long id(Connection connection, SeriesKey series, Map<SeriesKey, Long> added) throws SQLException {
        Long known = ids.containsKey(series) ? ids.get(series) : added.get(series);
        if (known != null) {
            return known;
        }
        OptionalLong stored = storedId(connection, series);
        long id = stored.isPresent() ? stored.getAsLong() : insert(connection, series);
        added.put(series, id);
        return id;
    }

    private static OptionalLong storedId(Connection connection, SeriesKey series) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select id from history_series where serial = ? and quota = ?")) {
            query.setString(1, series.serial());
            query.setString(2, series.quota());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    private static long insert(Connection connection, SeriesKey series) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into history_series (id, serial, quota)"
                + " select coalesce(max(id), 0) + 1, ?, ? from history_series")) {
            insert.setString(1, series.serial());
            insert.setString(2, series.quota());
            insert.executeUpdate();
        }
        return storedId(connection, series).orElseThrow();
    }

    /**
     * Drops some of what is too old, a few hundred rows at a time, so that the ledger never waits long.
     *
     * @param minutesBefore hours before this one lose their minutes
     * @param hoursBefore hours before this one are dropped
     * @return how many rows were touched; 0 when nothing is left to do
     */
    public int drop(long minutesBefore, long hoursBefore) throws SQLException {
        int stripped = inTransaction(connection -> update(
                connection,
                "update history_hour set minutes = null where (series, at_hour) in (select series, at_hour from"
                        + " history_hour where minutes is not null and at_hour < ? order by at_hour limit " + AT_ONCE
                        + ")",
                minutesBefore));
        int dropped = inTransaction(connection -> update(
                connection,
                "delete from history_hour where (series, at_hour) in (select series, at_hour from history_hour"
                        + " where at_hour < ? order by at_hour limit " + AT_ONCE + ")",
                hoursBefore));
        return stripped + dropped;
    }

    private static int update(Connection connection, String sql, long before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, before);
            return statement.executeUpdate();
        }
    }

    /** Hours of a series in order, each with its figures. */
    public void hours(SeriesKey series, long fromHour, long toHour, BiConsumer<Long, Aggregate> each)
            throws SQLException {
        read("h.last, h.low, h.high, h.mean, h.weight", series, fromHour, toHour, rows -> {
            each.accept(
                    rows.getLong(1),
                    new Aggregate(
                            rows.getDouble(2),
                            rows.getDouble(3),
                            rows.getDouble(4),
                            rows.getDouble(5),
                            rows.getDouble(6)));
        });
    }

    /** Minutes of a series in order, by minute since 1970. */
    public void minutes(SeriesKey series, long fromHour, long toHour, BiConsumer<Long, Aggregate> each)
            throws SQLException {
        read("h.minutes", series, fromHour, toHour, rows -> {
            byte[] bytes = rows.getBytes(2);
            if (bytes != null) {
                long hour = rows.getLong(1);
                HourChunk chunk = HourChunk.of(bytes);
                for (int minute = 0; minute < 60; minute++) {
                    Optional<Aggregate> aggregate = chunk.minute(minute);
                    if (aggregate.isPresent()) {
                        each.accept(hour * 60 + minute, aggregate.get());
                    }
                }
            }
        });
    }

    /** Takes one row. */
    private interface Row {
        void take(ResultSet rows) throws SQLException;
    }

    private void read(String columns, SeriesKey series, long fromHour, long toHour, Row row) throws SQLException {
        try (Connection connection = connections.open();
                PreparedStatement query = connection.prepareStatement("select h.at_hour, " + columns
                        + " from history_hour h join history_series s on s.id = h.series"
                        + " where s.serial = ? and s.quota = ? and h.at_hour >= ? and h.at_hour < ?"
                        + " order by h.at_hour")) {
            query.setString(1, series.serial());
            query.setString(2, series.quota());
            query.setLong(3, fromHour);
            query.setLong(4, toHour);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    row.take(rows);
                }
            }
        }
    }
}
