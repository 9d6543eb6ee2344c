package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.device.CatalogLoader;
import io.github.joulekeeper.history.store.HistoryStore;
import io.github.joulekeeper.ledger.CommandLog;
import io.github.joulekeeper.ledger.EventLog;
import io.github.joulekeeper.ledger.store.LedgerArchive;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
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
    @Singleton
    HistoryStore historyStore(LedgerSource source) {
        return new HistoryStore(source::connection);
    }

    @Produces
    @Typed(LedgerArchive.class)
    LedgerArchive ledgerArchive(Service service) {
        return service.parts().ledger().archive();
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
