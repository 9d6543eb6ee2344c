package io.github.joulekeeper.simulator;

import java.time.Duration;

/** Does something later. */
@FunctionalInterface
interface Delayer {
    /** A delay of zero does it at once, on the caller's thread. */
    void after(Duration delay, Runnable task);
}
