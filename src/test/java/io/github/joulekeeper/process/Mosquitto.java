package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A mosquitto of our own on free ports of the loopback: one listener for the account (plain or with TLS), one plain for
 * the stations, as theirs is the vendor's side and none of the product's business. It keeps its ports when it is killed and
 * started again.
 */
final class Mosquitto implements AutoCloseable {
    static final String STATIONS = "the-stations";
    static final String STATIONS_PASSWORD = "stations-password";

    private static final Pattern CONNECTED =
            Pattern.compile("New client connected from \\S+ as (\\S+) \\(.*u'([^']*)'");

    private final Path folder;
    private final String account;
    private final Optional<Certificates> tls;
    private final Path passwords;
    private final Path log;
    private int port;
    private int stationPort;
    private Process process;

    /** Starts a broker. With certificates the account's listener speaks TLS. */
    Mosquitto(Path folder, String account, String password, Optional<Certificates> tls) {
        this.folder = folder;
        this.account = account;
        this.tls = tls;
        this.passwords = folder.resolve("passwords");
        this.log = folder.resolve("mosquitto.log");
        try {
            Files.createDirectories(folder);
            setPassword(password);
            startOnFreePorts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String account() {
        return account;
    }

    /** The host that the account's certificate names. */
    String host() {
        return tls.isPresent() ? "localhost" : "127.0.0.1";
    }

    int port() {
        return port;
    }

    String protocol() {
        return tls.isPresent() ? "mqtts" : "mqtt";
    }

    int stationPort() {
        return stationPort;
    }

    /** Another password for the account; a running broker learns of it when it is started again. */
    void setPassword(String password) {
        try {
            Files.deleteIfExists(passwords);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String tool =
                NeedsProgram.Condition.find("mosquitto_passwd").orElseThrow().toString();
        Programs.run(List.of(tool, "-b", "-c", passwords.toString(), STATIONS, STATIONS_PASSWORD));
        Programs.run(List.of(tool, "-b", passwords.toString(), account, password));
    }

    /** SIGKILL: all connections are gone and nothing is written. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts again on the ports of before. */
    void start() {
        try {
            if (!launch()) {
                throw new IllegalStateException("mosquitto did not start again: " + log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client ids with which the account ever logged in. */
    Set<String> clientIds() {
        Set<String> ids = new TreeSet<>();
        log().lines().map(CONNECTED::matcher).forEach(line -> {
            if (line.find() && line.group(2).equals(account)) {
                ids.add(line.group(1));
            }
        });
        return ids;
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        awaitEnd();
    }

    private void startOnFreePorts() throws IOException {
        for (int attempt = 1; attempt <= 5; attempt++) {
            port = FreePort.next();
            stationPort = FreePort.next();
            if (launch()) {
                return;
            }
        }
        throw new IllegalStateException("mosquitto does not start: " + log());
    }

    /** False if it ended, as it does when somebody took a port in the meantime. */
    private boolean launch() throws IOException {
        Path configuration = Files.writeString(folder.resolve("mosquitto.conf"), configuration());
        process = new ProcessBuilder(
                        NeedsProgram.Condition.find("mosquitto").orElseThrow().toString(),
                        "-c",
                        configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        await("mosquitto listens")
                .atMost(10, SECONDS)
                .pollDelay(10, MILLISECONDS)
                .pollInterval(10, MILLISECONDS)
                .until(() -> !process.isAlive() || (FreePort.isOpen(port) && FreePort.isOpen(stationPort)));
        return process.isAlive();
    }

    private String configuration() throws IOException {
        // The vendor's topics: the account reads what stations say and writes what they are asked for, and nothing
        // else.
        Path acl = Files.writeString(folder.resolve("acl"), """
                user %1$s
                topic read /open/%1$s/+/quota
                topic read /open/%1$s/+/status
                topic read /open/%1$s/+/set_reply
                topic read /open/%1$s/+/get_reply
                topic write /open/%1$s/+/set
                topic write /open/%1$s/+/get
                user %2$s
                topic readwrite /open/#
                """.formatted(account, STATIONS));
        String secured =
                tls.map(made -> """
                        certfile %s
                        keyfile %s
                        """.formatted(made.server(), made.key())).orElse("");
        return """
                per_listener_settings false
                allow_anonymous false
                password_file %s
                acl_file %s
                user %s
                persistence false
                set_tcp_nodelay true
                max_queued_messages 0
                log_dest stdout
                log_type all
                listener %d localhost
                %slistener %d localhost
                """.formatted(passwords, acl, System.getProperty("user.name"), port, secured, stationPort);
    }

    private void awaitEnd() {
        await("mosquitto ends")
                .atMost(10, SECONDS)
                .pollInterval(10, MILLISECONDS)
                .until(() -> !process.isAlive());
    }
}
