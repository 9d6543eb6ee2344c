import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the bench, its output in a file; ended when it is closed. */
final class Child implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Child start(String name, Path folder, List<String> line) throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.directory(folder.toFile());
        builder.environment().keySet().removeIf(key -> key.matches("(ECOFLOW|JOULEKEEPER|QUARKUS|JAVA_TOOL).*"));
        // Otherwise glibc keeps an arena of freed memory for each thread.
        builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "1");
        return new Child(name, builder.start(), log);
    }

    /** Runs a program to its end and returns what it printed. */
    static String output(List<String> line, int mostSeconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream()))) {
            String text = String.join("\n", reader.lines().toList());
            if (!process.waitFor(mostSeconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("%s failed: %s".formatted(line, text));
            }
            return text;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something listens on a port. */
    void awaitPort(int port) throws InterruptedException {
        await(() -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
    }

    interface Look {
        boolean now() throws IOException;
    }

    /** Waits for at most a minute, and looks every 5 ms. */
    void await(Look look) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            try {
                if (look.now()) {
                    return;
                }
            } catch (IOException e) {
                // Not there yet.
            }
            if (!process.isAlive()) {
                break;
            }
            Thread.sleep(5);
        }
        String what = process.isAlive() ? "is not ready in a minute" : "ended";
        close();
        throw new IllegalStateException("%s %s; see %s".formatted(name, what, log));
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** Resident memory now, in MB. */
    double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Processor time used so far, in seconds. */
    double processorSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
