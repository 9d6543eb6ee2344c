package io.github.joulekeeper.ledger.store;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A real database whose commits can be made to fail, before or after they became durable. */
final class FaultyDataSource implements DataSource {
    enum Fault {
        NONE,
        COMMIT_FAILS,
        COMMIT_FAILS_AFTER_IT_HAPPENED,
        NO_CONNECTION
    }

    private final DataSource real;
    final AtomicInteger commits = new AtomicInteger();
    final AtomicInteger forces = new AtomicInteger();
    volatile Fault fault = Fault.NONE;
    volatile int faultsLeft = Integer.MAX_VALUE;

    FaultyDataSource(DataSource real) {
        this.real = real;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (strikes(Fault.NO_CONNECTION)) {
            throw gone();
        }
        Connection connection = real.getConnection();
        return (Connection) Proxy.newProxyInstance(
                FaultyDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    boolean commit = method.getName().equals("commit");
                    if (commit && strikes(Fault.COMMIT_FAILS)) {
                        throw new SQLException("database or disk is full");
                    }
                    if (commit && strikes(Fault.NO_CONNECTION)) {
                        throw gone();
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (commit) {
                            commits.incrementAndGet();
                            if (strikes(Fault.COMMIT_FAILS_AFTER_IT_HAPPENED)) {
                                throw new SQLException("disk I/O error");
                            }
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** The journal of a SQLite file: with it the same faults strike that strike the database's commits. */
    JournalFile journal(Path file) throws IOException {
        JournalFile real = JournalFile.onDisk(file);
        return new JournalFile() {
            @Override
            public long size() throws IOException {
                return real.size();
            }

            @Override
            public void read(ByteBuffer into, long at) throws IOException {
                real.read(into, at);
            }

            @Override
            public void write(ByteBuffer bytes, long at) throws IOException {
                real.write(bytes, at);
            }

            @Override
            public void force() throws IOException {
                if (strikes(Fault.COMMIT_FAILS)) {
                    throw new IOException("database or disk is full");
                }
                if (strikes(Fault.NO_CONNECTION)) {
                    throw new IOException(gone().getMessage());
                }
                real.force();
                forces.incrementAndGet();
                if (strikes(Fault.COMMIT_FAILS_AFTER_IT_HAPPENED)) {
                    throw new IOException("disk I/O error");
                }
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    private static SQLException gone() {
        return new SQLException("unable to open database file");
    }

    private boolean strikes(Fault which) {
        if (fault != which || faultsLeft <= 0) {
            return false;
        }
        faultsLeft--;
        return true;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return new PrintWriter(System.err, true);
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
