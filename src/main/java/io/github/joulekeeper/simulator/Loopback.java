package io.github.joulekeeper.simulator;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where the simulated cloud listens, and how its parts wait for their start and end. */
final class Loopback {
    static final String ADDRESS = "127.0.0.1";
    private static final long LONGEST_WAIT_SECONDS = 20;

    private Loopback() {}

    /** The path of a request; empty if its first line has none. */
    static String path(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    /**
     * Waits for what Vert.x does; not to be called on one of its event loops.
     *
     * @throws IllegalStateException if it fails or takes too long
     */
    static void await(Future<?> done) {
        try {
            done.toCompletionStage().toCompletableFuture().get(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The simulated cloud: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The simulated cloud took longer than " + LONGEST_WAIT_SECONDS + " s to start or stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the simulated cloud starts or stops", e);
        }
    }
}
