package io.github.joulekeeper.cli;

import io.github.joulekeeper.app.HeadStart;
import io.github.joulekeeper.app.StartRefusedException;
import io.quarkus.runtime.Quarkus;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logmanager.LogManager;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** Runs the service in this process, and sees to the exit status. */
final class ServiceRun {
    private static final int ASKED_AGAIN_MILLIS = 100;

    private ServiceRun() {}

    /**
     * Runs until the process is told to stop, or the service refuses to start.
     *
     * @param afterwards run last, once the service has let go of everything
     */
    static int run(PrintWriter err, Runnable afterwards) {
        // The JVM's own answer to these signals ends with a status of 128 and the signal's number.
        for (String signal : List.of("TERM", "INT")) {
            Signal.handle(new Signal(signal), received -> end());
        }
        beginToLog();
        HeadStart.begin();
        Quarkus.run(null, (status, failure) -> {
            int ownStatus = tell(status, failure, err);
            afterwards.run();
            // Not System.exit: Quarkus's shutdown hook would wait for an application that never came up.
            Runtime.getRuntime().halt(ownStatus);
        });
        return CommandLineTree.SERVICE_ENDED;
    }

    /**
     * Makes the log's manager, as Quarkus would a little later. Two threads that log for the first time at once can wait for each
     * other for ever: one makes the manager, which needs a class that the other makes, which needs the manager.
     */
    private static void beginToLog() {
        System.setProperty("java.util.logging.manager", LogManager.class.getName());
        java.util.logging.LogManager.getLogManager();
    }

    /** Ends the service in order, from any thread; returns at once. While it still starts it ends once it has. */
    static void end() {
        // Quarkus forgets what it was asked while it boots.
        Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("end").factory())
                .scheduleWithFixedDelay(
                        () -> Quarkus.asyncExit(CommandLineTree.OK), 0, ASKED_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
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
