package io.github.joulekeeper.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code joulekeeper run}, also what no command means: the service, until it is told to stop. */
final class RunCommand implements CliCommand {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("run");
        spec.usageMessage()
                .description("Runs the service until it is told to stop (SIGTERM or Ctrl-C).")
                .footer(
                        "",
                        "It is configured by environment variables (ECOFLOW_ACCESS_KEY=...), by Java system properties",
                        "(-Decoflow.access-key=...), or by the file config/application.properties where it starts.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, PrintWriter out, PrintWriter err) {
        return ServiceRun.run(err, () -> {});
    }
}
