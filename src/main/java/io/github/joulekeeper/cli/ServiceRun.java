package io.github.joulekeeper.cli;

import io.github.joulekeeper.app.StartRefusedException;
import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Runs the service in this process, and sees to the exit status. */
final class ServiceRun {
    private ServiceRun() {}

    /** Runs until the process is told to stop, or the service refuses to start. */
    static int run(PrintWriter err) {
        Quarkus.run(null, (status, failure) -> end(status, failure, err));
        return CommandLineTree.SERVICE_ENDED;
    }

    private static void end(int status, @Nullable Throwable failure, PrintWriter err) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException refused) {
                err.println(refused.getMessage());
                err.flush();
                // Not System.exit: Quarkus's shutdown hook would wait for the application that never came up.
                Runtime.getRuntime().halt(CommandLineTree.FAILED);
            }
        }
        System.exit(status);
    }
}
