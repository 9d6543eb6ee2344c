package io.github.joulekeeper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper health}: for whatever supervises a container that has neither a shell nor a web client in it. */
final class HealthCommand implements CliCommand {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int DEFAULT_PORT = 8080;
    private static final int WELL = 200;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("health");
        spec.addOption(OptionSpec.builder("--live")
                .description("Ask only whether the process is alive. Default: whether it is ready")
                .build());
        spec.addOption(OptionSpec.builder("--url")
                .paramLabel("URL")
                .type(String.class)
                .description("Where the service answers. Default: this machine, at quarkus.http.port")
                .build());
        spec.usageMessage()
                .description("Asks the running service whether it is well.")
                .footer(
                        "",
                        "Exit status: 0 well, 1 not well or not reachable, 2 wrong usage.",
                        "",
                        "Examples:",
                        "  joulekeeper health",
                        "  joulekeeper health --live");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        String base = arguments.matchedOptionValue("--url", "http://127.0.0.1:" + port());
        String path = arguments.hasMatchedOption("--live") ? "/q/health/live" : "/q/health/ready";
        URI uri = address(arguments, base + path);
        try {
            int status = status(uri);
            if (status == WELL) {
                return CommandLineTree.OK;
            }
            err.printf("%s answers with status %d%n", uri, status);
        } catch (IOException e) {
            err.printf("Nothing answers at %s: %s%n", uri, e.getMessage());
        }
        return CommandLineTree.FAILED;
    }

    private static int port() {
        return ConfigProvider.getConfig()
                .getOptionalValue("quarkus.http.port", Integer.class)
                .orElse(DEFAULT_PORT);
    }

    private static URI address(ParseResult arguments, String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // Told below, as any other address that is none.
        }
        throw new ParameterException(
                arguments.commandSpec().commandLine(), "--url must be an address such as http://127.0.0.1:8080");
    }

    private static int status(URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout((int) TIMEOUT.toMillis());
        connection.setReadTimeout((int) TIMEOUT.toMillis());
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
