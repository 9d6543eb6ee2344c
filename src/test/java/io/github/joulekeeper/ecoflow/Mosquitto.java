package io.github.joulekeeper.ecoflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A real mosquitto on a free port of the loopback. */
final class Mosquitto implements AutoCloseable {
    private final Path directory;
    private final int port;
    private final List<String> settings = new ArrayList<>();
    private final Map<String, String> passwords = new TreeMap<>();
    private Process process;

    Mosquitto(Path directory) {
        this.directory = directory;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program, if it is installed; Debian puts it where users' paths do not lead. */
    static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
        return Stream.of(path.split(":"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static boolean installed() {
        return program("mosquitto").isPresent() && program("mosquitto_passwd").isPresent();
    }

    int port() {
        return port;
    }

    Mosquitto user(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    Mosquitto setting(String line) {
        settings.add(line);
        return this;
    }

    Mosquitto start() {
        try {
            Path passwordFile = directory.resolve("passwords");
            Files.writeString(passwordFile, "");
            for (Map.Entry<String, String> user : passwords.entrySet()) {
                run(
                        program("mosquitto_passwd").orElseThrow(),
                        "-b",
                        passwordFile.toString(),
                        user.getKey(),
                        user.getValue());
            }
            List<String> lines = new ArrayList<>();
            // Else it gives up the rights that it needs to read files of a root user's.
            lines.add("user " + System.getProperty("user.name"));
            lines.add("listener " + port + " 127.0.0.1");
            lines.add("persistence false");
            lines.add("log_type all");
            lines.add("log_dest stdout");
            if (!passwords.isEmpty()) {
                lines.add("allow_anonymous false");
                lines.add("password_file " + passwordFile);
            }
            lines.addAll(settings);
            Path config = directory.resolve("mosquitto.conf");
            Files.write(config, lines);
            process = new ProcessBuilder(program("mosquitto").orElseThrow().toString(), "-c", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(this::listens);
        return this;
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("mosquitto ended: " + log());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path logFile() {
        return directory.resolve("mosquitto.log");
    }

    String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process run = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (run.waitFor() != 0) {
                throw new IllegalStateException(program + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
    }
}
