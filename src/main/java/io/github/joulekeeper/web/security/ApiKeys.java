package io.github.joulekeeper.web.security;

import io.github.joulekeeper.app.JoulekeeperConfig;
import io.github.joulekeeper.app.StartRefusedException;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The API keys that are known now; the file is looked at every 2 s. */
@Singleton
public class ApiKeys {
    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final KeysFile file;
    private volatile Map<String, ApiKey> byId = Map.of();
    private volatile boolean everThere;
    private @Nullable String lastTrouble;

    ApiKeys(JoulekeeperConfig config, AuthConfig auth) {
        file = new KeysFile(auth.keysFile().orElseGet(() -> config.data().resolve(KeysFile.NAME)));
    }

    /**
     * Reads the file for the first time.
     *
     * @throws StartRefusedException if there is one that cannot be used
     */
    void load() {
        try {
            take(file.read());
        } catch (KeysFile.UnusableException e) {
            throw new StartRefusedException("Joulekeeper cannot start: " + e.getMessage());
        }
    }

    /** Begins to look for changes. */
    void watch(Vertx vertx) {
        vertx.setPeriodic(
                LOOK_EVERY.toMillis(),
                tick -> vertx.executeBlocking(() -> {
                    look();
                    return null;
                }));
    }

    /** Reads the file again. While it cannot be used, the keys stay that were known. */
    synchronized void look() {
        try {
            take(file.read());
            lastTrouble = null;
        } catch (KeysFile.UnusableException e) {
            if (!String.valueOf(e.getMessage()).equals(lastTrouble)) {
                lastTrouble = e.getMessage();
                LOG.errorf("%s. Until then the keys that were known count", e.getMessage());
            }
        }
    }

    private void take(List<ApiKey> keys) {
        Map<String, ApiKey> read = new HashMap<>();
        keys.forEach(key -> read.put(key.id(), key));
        byId = Map.copyOf(read);
        everThere |= !read.isEmpty();
    }

    /**
     * Whether there was a key at any time since the start, also a revoked one: whoever revokes his last key does not mean
     * that everybody may come in.
     */
    boolean everThere() {
        return everThere;
    }

    /** Whether a key opens something now. */
    boolean anyValid() {
        return byId.values().stream().anyMatch(ApiKey::isValid);
    }

    /** The valid key with that text. */
    Optional<ApiKey> find(String text) {
        return ApiKey.idIn(text).flatMap(this::valid).filter(key -> key.matches(text));
    }

    /** The key with that id, unless it was revoked. */
    Optional<ApiKey> valid(String id) {
        return Optional.ofNullable(byId.get(id)).filter(ApiKey::isValid);
    }

    KeysFile file() {
        return file;
    }
}
