package io.github.joulekeeper.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The entry point of the executable: the command line decides whether the service starts at all. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs one command; the process ends with its exit status. */
    public static void main(String... arguments) {
        if (arguments.length == 0 || List.of(arguments).equals(List.of("run"))) {
            // What starts most often does without the parser of all commands, which takes its time to be made.
            ServiceRun.run(new PrintWriter(System.err, true, StandardCharsets.UTF_8), () -> {});
            return;
        }
        int status = new CommandLineTree(System.out, System.err).execute(arguments);
        if (status != CommandLineTree.SERVICE_ENDED) {
            System.exit(status);
        }
    }
}
