package io.github.joulekeeper.ledger.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The database of the ledger, of whichever kind: brings its tables up to date, opens connections, and names remedies. */
public final class LedgerDatabase implements Readable {
    private static final String SCHEMA_HISTORY = "ledger_schema_history";

    private final DataSource dataSource;
    private final Dialect dialect;
    private final String location;
    private final Optional<Ahead> ahead;

    /**
     * What makes entries durable before the database has them.
     *
     * @param database the file beside which the journal lies
     * @param opener opens the journal's files
     */
    record Ahead(Path database, JournalFile.Opener opener) {}

    private LedgerDatabase(DataSource dataSource, Dialect dialect, String location, Optional<Ahead> ahead) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.location = location;
        this.ahead = ahead;
    }

    /** A SQLite file, with a journal beside it. Nothing is opened yet. */
    public static LedgerDatabase sqlite(DataSource dataSource, Path file) {
        return sqlite(dataSource, file, JournalFile::onDisk);
    }

    static LedgerDatabase sqlite(DataSource dataSource, Path file, JournalFile.Opener opener) {
        return new LedgerDatabase(
                dataSource, new SqliteDialect(file), file.toString(), Optional.of(new Ahead(file, opener)));
    }

    /**
     * A SQLite file without a pool, for reading only; the file must exist. Nothing is opened yet.
     */
    public static LedgerDatabase sqliteForReading(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5000);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + file);
        return sqlite(dataSource, file);
    }

    /**
     * A PostgreSQL database. Nothing is opened yet.
     *
     * @param url its JDBC address; what follows a question mark is never shown
     */
    public static LedgerDatabase postgresql(DataSource dataSource, String url) {
        return new LedgerDatabase(dataSource, new PostgresDialect(), shown(url), Optional.empty());
    }

    /**
     * A PostgreSQL database without a pool, for reading. Nothing is opened yet.
     *
     * @param url its JDBC address
     * @param account {@code user} and {@code password}, where the address does not hold them
     * @throws LedgerUnavailableException if that is no address of a PostgreSQL database
     */
    public static LedgerDatabase postgresqlForReading(String url, Properties account) {
        checkAddress(url);
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        dataSource.setConnectTimeout(5);
        if (account.getProperty("user") != null) {
            dataSource.setUser(account.getProperty("user"));
        }
        if (account.getProperty("password") != null) {
            dataSource.setPassword(account.getProperty("password"));
        }
        return postgresql(dataSource, url);
    }

    /** @throws LedgerUnavailableException if that is no address of a PostgreSQL database */
    public static void checkAddress(String url) {
        if (org.postgresql.Driver.parseURL(url, new Properties()) == null) {
            throw new LedgerUnavailableException(
                    "The address '%s' must be that of a PostgreSQL database, such as jdbc:postgresql://localhost:5432/joulekeeper. Correct joulekeeper.postgresql.url"
                            .formatted(shown(url)));
        }
    }

    private static String shown(String url) {
        return url.replaceFirst("^jdbc:", "").replaceFirst("[?].*", "").replaceFirst("//[^/]*@", "//");
    }

    /** Makes the tables, or brings them up to date, and proves that they can be written. */
    void migrate() throws SQLException {
        if (!isUpToDate()) {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/ledger")
                    .table(SCHEMA_HISTORY)
                    .javaMigrations(new ToBlocks())
                    .load()
                    .migrate();
        }
        // Fails now, at start, rather than with the first command.
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from ledger_memory where memory_key = ''");
            connection.commit();
        }
    }

    /** Whether the newest migration is this version's: then Flyway, which takes its time to start, has nothing to do. */
    private boolean isUpToDate() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select version, success from " + SCHEMA_HISTORY + " order by installed_rank desc")) {
            boolean newest = rows.next() && ToBlocks.VERSION.equals(rows.getString(1));
            boolean all = newest && rows.getBoolean(2);
            while (all && rows.next()) {
                all = rows.getBoolean(2);
            }
            return all;
        } catch (SQLException absent) {
            // Flyway finds out what is there instead, and says what is wrong with it.
            return false;
        }
    }

    /** A connection without auto-commit, on which a commit survives a loss of power. */
    Connection connect() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            dialect.prepareToWrite(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * As {@link #connect}, and the ledger belongs to it alone.
     *
     * @param patient whether to wait a moment for another to let go of it
     * @throws NotOwnerException if it belongs to another
     */
    Connection connectAsOwner(boolean patient) throws SQLException {
        Connection connection = connect();
        try {
            dialect.own(connection, patient);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Takes the ledger from whoever owns it: its connection is ended, and once another has written it never writes again. For
     * a process that knows by other means, such as a lease, that the other must not own it any more.
     *
     * @throws LedgerUnavailableException if the database cannot be reached
     */
    public void evictOwner() {
        try (Connection connection = connect()) {
            dialect.evictOwner(connection);
        } catch (SQLException e) {
            throw unavailable("taken over", e);
        }
    }

    /** Closes what {@link #connectAsOwner} opened; the ledger belongs to nobody afterwards. */
    void disown(Connection connection) throws SQLException {
        try (connection) {
            connection.rollback();
            dialect.disown(connection);
        }
    }

    /** Whether the ledger stays ours when a connection is lost. */
    boolean ownedWithoutConnection() {
        return dialect.ownedWithoutConnection();
    }

    /** Proves that the owner's connection lives, after a while of silence. */
    void check(Connection connection) throws SQLException {
        dialect.check(connection);
    }

    /** What is read on a connection. */
    public interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    @Override
    public <T> T read(Reading<T> reading) {
        try (Connection connection = dataSource.getConnection()) {
            dialect.prepareToRead(connection);
            T result = reading.from(connection);
            connection.rollback();
            return result;
        } catch (SQLException e) {
            throw unavailable("read", e);
        }
    }

    /** @param deed such as {@code opened} */
    LedgerUnavailableException unavailable(String deed, Throwable e) {
        return new LedgerUnavailableException(message(deed, e), e);
    }

    /** What failed and what to do, in two sentences. @param deed such as {@code opened} */
    String message(String deed, Throwable e) {
        Throwable cause = cause(e);
        String remedy = cause instanceof NotOwnerException other ? other.remedy() : dialect.remedy(cause);
        return "The ledger '%s' cannot be %s: %s. %s".formatted(location, deed, firstLine(cause), remedy);
    }

    /** The journal that goes ahead of it, empty where a commit alone makes durable. */
    Optional<Ahead> ahead() {
        return ahead;
    }

    static String firstLine(Throwable e) {
        Throwable cause = cause(e);
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.strip().lines().findFirst().orElse("").replaceAll("\\.$", "");
    }

    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while (cause instanceof FlywayException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
