package io.github.joulekeeper.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the command line. */
interface CliCommand {
    /** Its name, options, parameters and help. */
    CommandSpec spec();

    /**
     * Runs it.
     *
     * @return the exit status, or {@link CommandLineTree#SERVICE_ENDED}
     */
    int run(ParseResult arguments, PrintWriter out, PrintWriter err);
}
