package io.github.joulekeeper.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Starts and stops the service with the process. It starts before the HTTP port opens, so that it never runs half. */
@Singleton
public class Lifecycle {
    void onStart(@Observes StartupEvent event, Ownership ownership) {
        ownership.start();
    }

    void onStop(@Observes ShutdownEvent event, Ownership ownership) {
        ownership.stop();
    }
}
