package io.github.joulekeeper.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts and stops the service with the process. It starts before the HTTP port opens, so that it never runs half. */
@Singleton
public class Lifecycle {
    /** Only the check of who may come in is before it; pages and the like can be made while the cloud is asked. */
    private static final int SOON = 2;

    void onStart(@Observes @Priority(SOON) StartupEvent event, Ownership ownership) {
        ownership.start();
    }

    void onStop(@Observes ShutdownEvent event, Ownership ownership) {
        ownership.stop();
    }
}
