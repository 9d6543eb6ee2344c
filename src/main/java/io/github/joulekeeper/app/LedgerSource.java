package io.github.joulekeeper.app;

import io.agroal.api.AgroalDataSource;
import io.github.joulekeeper.ledger.store.LedgerArchive;
import io.github.joulekeeper.ledger.store.LedgerDatabase;
import io.github.joulekeeper.ledger.store.LedgerPolicy;
import io.github.joulekeeper.ledger.store.LedgerPolicy.WhenUnavailable;
import io.github.joulekeeper.ledger.store.LedgerUnavailableException;
import io.github.joulekeeper.ledger.store.RetentionPolicy;
import io.github.joulekeeper.ledger.store.StoredLedger;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import org.eclipse.microprofile.config.Config;

/** Opens the ledger in the database that the configuration names. */
@Singleton
public class LedgerSource {
    private static final String POSTGRESQL_URL = "quarkus.datasource.postgresql.jdbc.url";
    private static final Duration SHORTEST_KEEP = Duration.ofDays(1);
    private static final long SMALLEST_SIZE = 10L * 1024 * 1024;

    private final JoulekeeperConfig config;
    private final Config names;
    private final Instance<AgroalDataSource> sqlite;
    private final Instance<AgroalDataSource> postgresql;
    private final InstantSource clock;

    LedgerSource(
            JoulekeeperConfig config,
            Config names,
            @DataSource("sqlite") Instance<AgroalDataSource> sqlite,
            @DataSource("postgresql") Instance<AgroalDataSource> postgresql,
            InstantSource clock) {
        this.config = config;
        this.names = names;
        this.sqlite = sqlite;
        this.postgresql = postgresql;
        this.clock = clock;
    }

    /** Which database. */
    private enum Kind {
        SQLITE,
        POSTGRESQL
    }

    /**
     * Opens it for this process alone.
     *
     * @param takeOver whether to take it from another process that uses it; only for the holder of the lease
     * @throws StartRefusedException if it is misconfigured, cannot be used, or another process uses it
     */
    StoredLedger open(DataDirectory data, boolean takeOver) {
        LedgerPolicy policy = policy(config.ledger());
        try {
            LedgerDatabase database = switch (kind(config.database())) {
                case SQLITE -> LedgerDatabase.sqlite(sqlite.get(), data.ledgerFile());
                case POSTGRESQL -> {
                    String url = address(names);
                    LedgerDatabase.checkAddress(url);
                    yield LedgerDatabase.postgresql(postgresql.get(), url);
                }
            };
            if (takeOver) {
                database.evictOwner();
            }
            return StoredLedger.open(database, policy, clock);
        } catch (LedgerUnavailableException unusable) {
            throw new StartRefusedException(String.valueOf(unusable.getMessage()));
        }
    }

    /** A connection of the pool to the database that the configuration names. */
    Connection connection() throws SQLException {
        return switch (kind(config.database())) {
            case SQLITE -> sqlite.get().getConnection();
            case POSTGRESQL -> postgresql.get().getConnection();
        };
    }

    /**
     * Opens the ledger that the configuration names for reading only, whether or not a service runs.
     *
     * @throws StartRefusedException if it is misconfigured
     * @throws LedgerUnavailableException if it cannot be read
     */
    public static LedgerArchive archive(Config names) {
        return LedgerArchive.open(
                switch (kind(names.getValue("joulekeeper.database", String.class))) {
                    case SQLITE ->
                        LedgerDatabase.sqliteForReading(
                                DataDirectory.ledgerFile(names.getOptionalValue("joulekeeper.data", Path.class)
                                        .orElse(Path.of("data"))));
                    case POSTGRESQL -> {
                        Properties account = new Properties();
                        names.getOptionalValue("quarkus.datasource.postgresql.username", String.class)
                                .ifPresent(user -> account.setProperty("user", user));
                        names.getOptionalValue("quarkus.datasource.postgresql.password", String.class)
                                .ifPresent(password -> account.setProperty("password", password));
                        yield LedgerDatabase.postgresqlForReading(address(names), account);
                    }
                });
    }

    private static Kind kind(String name) {
        return switch (name) {
            case "sqlite" -> Kind.SQLITE;
            case "postgresql" -> Kind.POSTGRESQL;
            default ->
                throw new StartRefusedException(
                        "The value '%s' of joulekeeper.database must be sqlite or postgresql. Correct it, or leave it out for sqlite"
                                .formatted(name));
        };
    }

    private static String address(Config names) {
        return names.getOptionalValue(POSTGRESQL_URL, String.class)
                .orElseThrow(
                        () -> new StartRefusedException(
                                "joulekeeper.database is postgresql, but joulekeeper.postgresql.url is missing. Set it, such as jdbc:postgresql://localhost:5432/joulekeeper, and joulekeeper.postgresql.username and .password"));
    }

    private static LedgerPolicy policy(JoulekeeperConfig.LedgerSettings settings) {
        WhenUnavailable whenUnavailable = switch (settings.whenUnavailable()) {
            case "stop" -> WhenUnavailable.STOP;
            case "go-on" -> WhenUnavailable.GO_ON;
            default ->
                throw new StartRefusedException(
                        "The value '%s' of joulekeeper.ledger.when-unavailable must be stop or go-on. Correct it, or leave it out for stop"
                                .formatted(settings.whenUnavailable()));
        };
        if (settings.maxWaiting() < 1000) {
            throw new StartRefusedException(
                    "The value %d of joulekeeper.ledger.max-waiting must be 1000 or more. Correct it, or leave it out for 20000"
                            .formatted(settings.maxWaiting()));
        }
        return LedgerPolicy.DEFAULT
                .withWhenUnavailable(whenUnavailable)
                .withCapacity(settings.maxWaiting())
                .withRetention(retention(settings));
    }

    private static RetentionPolicy retention(JoulekeeperConfig.LedgerSettings settings) {
        Duration keep = settings.keep();
        if (!keep.isZero() && keep.compareTo(SHORTEST_KEEP) < 0) {
            throw new StartRefusedException(
                    "The value %s of joulekeeper.ledger.keep must be a day (1d) or more, or 0 to keep all. Correct it, or leave it out for 730d"
                            .formatted(keep));
        }
        long maxSize = settings.maxSize().asLongValue();
        if (maxSize != 0 && maxSize < SMALLEST_SIZE) {
            throw new StartRefusedException(
                    "The value %d bytes of joulekeeper.ledger.max-size must be 10M or more, or 0 for no bound. Correct it, or leave it out for 1G"
                            .formatted(maxSize));
        }
        return RetentionPolicy.of(
                keep.isZero() ? Optional.empty() : Optional.of(keep),
                maxSize == 0 ? OptionalLong.empty() : OptionalLong.of(maxSize));
    }
}
