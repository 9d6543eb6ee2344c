package io.github.joulekeeper.ledger.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A server. Whoever holds the advisory lock of the schema owns the ledger; the lock ends with its connection. */
final class PostgresDialect implements Dialect {
    /** "JKLG", the first half of the advisory lock's key; the other is the schema's name. */
    private static final int LOCK = 0x4a4b4c47;

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int SECONDS_TO_ANSWER = 5;

    /** The lock that {@link #own} takes, as it is listed, and the connection that holds it. */
    private static final String OWNER_S_LOCK = " from pg_locks l join pg_stat_activity a on a.pid = l.pid"
            + " where l.locktype = 'advisory' and l.granted and l.classid = ?::bigint::oid"
            + " and l.objid = (hashtext(coalesce(current_schema(), ''))::bigint & 4294967295)::oid"
            + " and l.database = (select oid from pg_database where datname = current_database())";

    @Override
    public void prepareToWrite(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement settings = connection.createStatement()) {
            // A server may be set up to forget what it called committed.
            settings.execute("select set_config('synchronous_commit', 'on', false)"
                    + " where current_setting('synchronous_commit') = 'off'");
            // So that the server notices within half a minute when this machine is gone, and lets go of the lock.
            settings.execute("set tcp_keepalives_idle = 10");
            settings.execute("set tcp_keepalives_interval = 5");
            settings.execute("set tcp_keepalives_count = 3");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public void prepareToRead(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement settings = connection.createStatement()) {
            settings.execute("set transaction isolation level repeatable read, read only");
        }
    }

    @Override
    public void own(Connection connection, boolean patient) throws SQLException {
        try (Statement wait = connection.createStatement();
                PreparedStatement lock = connection.prepareStatement(
                        "select pg_advisory_lock(?, hashtext(coalesce(current_schema(), '')))")) {
            // A process that was killed just now may still count as the owner.
            wait.execute("set local lock_timeout = '%s'".formatted(patient ? "5s" : "10ms"));
            lock.setInt(1, LOCK);
            lock.execute();
            connection.commit();
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            throw new NotOwnerException(
                    "another Joulekeeper uses it" + holder(connection),
                    "Stop the other one, or give this one a database of its own by joulekeeper.postgresql.url");
        }
    }

    @Override
    public void evictOwner(Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement("select pg_terminate_backend(l.pid)" + OWNER_S_LOCK)) {
            end.setLong(1, LOCK);
            end.execute();
        }
        connection.commit();
    }

    @Override
    public boolean ownedWithoutConnection() {
        return false;
    }

    private static String holder(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select coalesce(host(a.client_addr), 'this machine'),"
                        + " to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ')"
                        + OWNER_S_LOCK)) {
            query.setLong(1, LOCK);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? ", from %s, since %s".formatted(rows.getString(1), rows.getString(2)) : "";
            }
        }
    }

    @Override
    public void disown(Connection connection) throws SQLException {
        connection.rollback();
        try (Statement unlock = connection.createStatement()) {
            unlock.execute("select pg_advisory_unlock_all()");
        }
        connection.commit();
    }

    @Override
    public void check(Connection connection) throws SQLException {
        if (!connection.isValid(SECONDS_TO_ANSWER)) {
            throw new SQLException("the connection is lost, and the lock with it", "08006");
        }
    }

    @Override
    public String remedy(Throwable failure) {
        return switch (state(failure)) {
            case "28P01", "28000" ->
                "Check joulekeeper.postgresql.username and joulekeeper.postgresql.password,"
                        + " and that the server's pg_hba.conf lets them in";
            case "3D000" -> "Create the database, or name another one by joulekeeper.postgresql.url";
            case "42501", "3F000" -> "Let the user create tables there: grant create on schema public to it";
            case "42P01" -> "It is of an older version, or empty: start Joulekeeper to bring it up to date";
            case "53100" -> "The server's disk is full: free some space there; what waits is written then";
            case "53300" -> "Let the server take more connections (max_connections), or stop what else uses it";
            case "25006" -> "The server only reads: name the one that writes by joulekeeper.postgresql.url";
            case "57P01", "57P02", "57P03" -> "The server stops or starts: wait, or see its log";
            default -> "See that the server runs and can be reached at the address in joulekeeper.postgresql.url";
        };
    }

    private static String state(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return "";
    }
}
