package io.github.joulekeeper.cli;

import io.github.joulekeeper.simulator.DemoScene;
import io.github.joulekeeper.simulator.SimulatedCloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper demo}: the real service against a simulated cloud, on this machine alone. */
final class DemoCommand implements CliCommand {
    private static final int DEFAULT_PORT = 8080;
    private static final int LARGEST_PORT = 65_535;
    private static final List<String> SHIPPED_RULES =
            List.of("generator.yaml", "night-charging.yaml", "solar-priority.yaml");

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("demo");
        spec.addOption(OptionSpec.builder("--port")
                .paramLabel("PORT")
                .type(Integer.class)
                .description("Where to serve the API; 0 for any free port. Default: " + DEFAULT_PORT)
                .build());
        spec.addOption(OptionSpec.builder("--rules")
                .paramLabel("DIRECTORY")
                .type(Path.class)
                .description("Rules to use instead of the three that come with Joulekeeper.")
                .build());
        spec.addOption(OptionSpec.builder("--for")
                .paramLabel("SECONDS")
                .type(Integer.class)
                .description("End by itself after so long, in order. Default: run until it is told to stop.")
                .build());
        spec.usageMessage()
                .description(
                        "Runs the service against a simulated cloud with two DELTA 2, sixty times as fast as life. After"
                                + " some 20 seconds a battery runs low, and the generator rule starts.",
                        "Nothing leaves this machine; what it writes goes to a directory that is removed at the end.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        Integer seconds = arguments.matchedOptionValue("--for", null);
        if (seconds != null && seconds < 1) {
            err.println("--for %d: a demo lasts at least 1 second".formatted(seconds));
            return CommandLineTree.WRONG_USAGE;
        }
        int port = arguments.matchedOptionValue("--port", DEFAULT_PORT);
        if (port < 0 || port > LARGEST_PORT) {
            err.println("--port %d: must be a number from 0 to %d".formatted(port, LARGEST_PORT));
            return CommandLineTree.WRONG_USAGE;
        }
        Path rules = arguments.matchedOptionValue("--rules", null);
        if (rules != null && !Files.isDirectory(rules)) {
            err.println("--rules %s: there is no such directory".formatted(rules));
            return CommandLineTree.WRONG_USAGE;
        }
        try {
            Path data = Files.createTempDirectory("joulekeeper-demo");
            // The simulated broker starts before Quarkus, which would tell Netty this in time.
            System.setProperty("io.netty.noUnsafe", "true");
            SimulatedCloud cloud = SimulatedCloud.start(
                    DemoScene.options(InstantSource.system()).build());
            System.setProperty("ecoflow.url", cloud.url().toString());
            System.setProperty("ecoflow.access-key", cloud.accessKey());
            System.setProperty("ecoflow.secret-key", cloud.secretKey());
            System.setProperty("joulekeeper.data", data.toString());
            System.setProperty("joulekeeper.rules", (rules == null ? shippedRules(data) : rules).toString());
            System.setProperty("quarkus.http.port", Integer.toString(port));
            out.println(
                    "A simulated cloud with two stations runs on this machine. Rules will start and end by themselves;");
            out.println("watch them %s in a browser. Ctrl-C ends it."
                    .formatted(
                            port == 0
                                    ? "at the address on which it says to listen"
                                    : "at http://127.0.0.1:%d/".formatted(port)));
            if (seconds != null) {
                CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS).execute(ServiceRun::end);
            }
            return ServiceRun.run(err, () -> removeAll(data));
        } catch (IOException | UncheckedIOException e) {
            err.println("The demo cannot start: " + e.getMessage());
            return CommandLineTree.FAILED;
        }
    }

    private static Path shippedRules(Path data) throws IOException {
        Path directory = Files.createDirectory(data.resolve("rules"));
        for (String name : SHIPPED_RULES) {
            try (var in = DemoCommand.class.getResourceAsStream("/rules/" + name)) {
                if (in == null) {
                    throw new IOException("the shipped rule %s is missing from the executable".formatted(name));
                }
                Files.copy(in, directory.resolve(name));
            }
        }
        return directory;
    }

    private static void removeAll(Path directory) {
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // The system's own clean-up of temporary directories will see to it.
        }
    }
}
