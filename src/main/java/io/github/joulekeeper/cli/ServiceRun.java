package io.github.joulekeeper.cli;

import io.github.joulekeeper.app.HeadStart;
import io.github.joulekeeper.app.StartRefusedException;
import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** Runs the service in this process, and sees to the exit status. */
final class ServiceRun {
    private ServiceRun() {}

    /**
     * Runs until the process is told to stop, or the service refuses to start.
     *
     * @param afterwards run last, once the service has let go of everything
     */
    static int run(PrintWriter err, Runnable afterwards) {
        HeadStart.begin();
        // The JVM's own answer to these signals ends with a status of 128 and the signal's number.
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), received -> Quarkus.asyncExit(CommandLineTree.OK));
        }
        Quarkus.run(null, (status, failure) -> {
            int ownStatus = tell(status, failure, err);
            afterwards.run();
            // Not System.exit: Quarkus's shutdown hook would wait for an application that never came up.
            Runtime.getRuntime().halt(ownStatus);
        });
        return CommandLineTree.SERVICE_ENDED;
    }

    private static int tell(int status, @Nullable Throwable failure, PrintWriter err) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefusedException refused) {
                err.println(refused.getMessage());
                err.flush();
                return CommandLineTree.FAILED;
            }
        }
        return failure == null ? CommandLineTree.OK : Math.max(status, CommandLineTree.FAILED);
    }
}
