package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Hands plain objects to whatever is injected. */
@Singleton
public class Beans {
    @Produces
    @Singleton
    Catalog catalog() {
        return new CatalogLoader().load();
    }

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    EventLog eventLog(Service service) {
        return service.reading().events();
    }

    @Produces
    CommandLog commandLog(Service service) {
        return service.reading().commands();
    }
}
