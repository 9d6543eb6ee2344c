package io.github.joulekeeper.cli;

import io.quarkus.runtime.annotations.QuarkusMain;

/** The entry point of the executable: the command line decides whether the service starts at all. */
@QuarkusMain
public final class Main {
    private Main() {}

    /** Runs one command; the process ends with its exit status. */
    public static void main(String... arguments) {
        int status = new CommandLineTree(System.out, System.err).execute(arguments);
        if (status != CommandLineTree.SERVICE_ENDED) {
            System.exit(status);
        }
    }
}
