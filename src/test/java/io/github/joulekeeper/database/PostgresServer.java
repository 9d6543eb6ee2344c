package io.github.joulekeeper.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of our own on a free port of the loopback, in a folder of its own. It keeps both when it is stopped or
 * killed and started again. PostgreSQL does not run as root: then it runs as the user {@code postgres}, which Debian's
 * package makes.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "joulekeeper";
    public static final String PASSWORD = "a-secret-of-the-tests";

    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private static Optional<PostgresServer> shared = Optional.empty();

    private final Path folder;
    private final Path data;
    private final int port;
    private Process process;
    private int databases;

    private PostgresServer(Path folder, int port) {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.port = port;
    }

    /** One for all tests of this JVM that do not stop it; it ends with the JVM. */
    public static synchronized PostgresServer shared() {
        if (shared.isEmpty()) {
            PostgresServer server = start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            shared = Optional.of(server);
        }
        return shared.get();
    }

    /**
     * A new one, running. Where PostgreSQL is not installed the test is skipped; with {@code CI=true} in the environment it
     * fails.
     */
    public static PostgresServer start() {
        if (programs().isEmpty()) {
            String reason = "needs PostgreSQL: apt install postgresql";
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(reason + ". It is not skipped because the environment says CI=true.");
            }
            Assumptions.abort(reason);
        }
        try {
            Path folder = Files.createTempDirectory("joulekeeper-postgres");
            Path password = Files.writeString(folder.resolve("password"), PASSWORD);
            PostgresServer server = new PostgresServer(folder, freePort());
            if (ROOT) {
                run(List.of("chown", "-R", "postgres", folder.toString()));
            }
            run(asOwner(
                    "initdb",
                    "--pgdata=" + server.data,
                    "--username=" + USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync"));
            server.launch();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where Debian and others put the server's programs, the newest version first. */
    private static Optional<Path> programs() {
        Path versions = Path.of("/usr/lib/postgresql");
        try (Stream<Path> folders = Files.isDirectory(versions) ? Files.list(versions) : Stream.empty()) {
            return Stream.concat(
                            folders.sorted(Comparator.<Path>comparingInt(PostgresServer::version)
                                            .reversed())
                                    .map(version -> version.resolve("bin")),
                            Stream.of(Path.of("/usr/local/bin"), Path.of("/opt/homebrew/bin"), Path.of("/usr/bin")))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path folder) {
        String name = folder.getFileName().toString();
        return name.matches("[0-9]+") ? Integer.parseInt(name) : 0;
    }

    /** Starts it again, on the port and with the data of before. */
    public void launch() {
        for (int attempt = 1; attempt <= 100; attempt++) {
            process = spawn(
                    asOwner(
                            "postgres",
                            "-D",
                            data.toString(),
                            "-p",
                            String.valueOf(port),
                            "-c",
                            "listen_addresses=127.0.0.1",
                            "-c",
                            "unix_socket_directories=",
                            "-c",
                            "max_connections=40"),
                    ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
            // What the one before started may still be ending when that was killed; then this one ends again.
            if (answers()) {
                return;
            }
        }
        throw new IllegalStateException("PostgreSQL does not start; see " + folder.resolve("log"));
    }

    /** Whether it comes up, rather than ends. */
    private boolean answers() {
        try {
            while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
                try (Connection connection = dataSource(url("postgres")).getConnection()) {
                    return connection.isValid(5);
                } catch (SQLException notYet) {
                    continue;
                }
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Stops it, which ends all connections. */
    public void stop() {
        run(asOwner("pg_ctl", "stop", "--wait", "--mode=fast", "--timeout=60", "--pgdata=" + data));
        awaitEnd();
    }

    /** SIGKILL to the server; the processes that it started notice and end. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL does not end; see " + folder.resolve("log"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes an empty database; the address of it. */
    public synchronized String newDatabase() {
        databases++;
        String name = "ledger" + databases;
        execute("postgres", "create database " + name);
        return url(name);
    }

    /** Runs statements as the superuser. */
    public void execute(String database, String sql) {
        try (Connection connection = dataSource(url(database)).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public int port() {
        return port;
    }

    /** The JDBC address of a database, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    /** Connections without a pool, set up as the product sets up its own. */
    public static DataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(USER);
        source.setPassword(PASSWORD);
        source.setReWriteBatchedInserts(true);
        source.setConnectTimeout(5);
        source.setSocketTimeout(30);
        return source;
    }

    /** Stops it and removes its folder. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            run(asOwner("pg_ctl", "stop", "--wait", "--mode=immediate", "--timeout=60", "--pgdata=" + data));
            awaitEnd();
        }
        run(List.of("rm", "-rf", folder.toString()));
    }

    private static List<String> asOwner(String program, String... arguments) {
        List<String> line = new ArrayList<>();
        if (ROOT) {
            line.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        line.add(programs().orElseThrow().resolve(program).toString());
        line.addAll(List.of(arguments));
        return line;
    }

    private static Process spawn(List<String> line, ProcessBuilder.Redirect output) {
        try {
            return new ProcessBuilder(line)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> line) {
        try {
            Path output = Files.createTempFile("joulekeeper", ".out");
            Process process = spawn(line, ProcessBuilder.Redirect.to(output.toFile()));
            boolean ended = process.waitFor(90, TimeUnit.SECONDS);
            String text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("%s: %s".formatted(line, text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
