package io.github.joulekeeper.web.security;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who is logged in by a cookie. The cookie holds 256 random bits and nothing else; here is only its hash. Sessions end with
 * the process.
 */
@Singleton
public class Sessions {
    static final String COOKIE = "joulekeeper_session";

    private static final int BYTES = 32;
    private static final int SESSIONS_KEPT = 1000;

    /** Roles at a provider may change; a login there is asked for again after this. */
    private static final Duration LONGEST_OF_PROVIDER = Duration.ofHours(12);

    private final AuthConfig.Session config;
    private final ApiKeys keys;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, Session> byHash = new LinkedHashMap<>();

    Sessions(AuthConfig config, ApiKeys keys, InstantSource clock, RandomGenerator random) {
        this.config = config.session();
        this.keys = keys;
        this.clock = clock;
        this.random = random;
    }

    /** Begins a session by a key; the value of its cookie. */
    String begin(ApiKey key) {
        return begin(key.id(), Identities.ofKey(key), Roles.includedIn(key.role()), config.absolute());
    }

    /** Begins a session of someone whom an identity provider vouches for; the value of its cookie. */
    String begin(String name, Set<String> roles) {
        Duration lifetime =
                config.absolute().compareTo(LONGEST_OF_PROVIDER) < 0 ? config.absolute() : LONGEST_OF_PROVIDER;
        return begin(null, name, roles, lifetime);
    }

    private synchronized String begin(@Nullable String keyId, String name, Set<String> roles, Duration lifetime) {
        Instant now = clock.instant();
        byHash.values().removeIf(session -> !isAlive(session, now));
        if (byHash.size() >= SESSIONS_KEPT) {
            var oldest = byHash.entrySet().iterator();
            oldest.next();
            oldest.remove();
        }
        String cookie = token();
        byHash.put(ApiKey.hash(cookie), new Session(keyId, name, Set.copyOf(roles), token(), now, now.plus(lifetime)));
        return cookie;
    }

    /** The session of a cookie, unless it has ended or its key was revoked. */
    synchronized Optional<Session> use(String cookie) {
        Instant now = clock.instant();
        String hash = ApiKey.hash(cookie);
        Session session = byHash.get(hash);
        if (session == null) {
            return Optional.empty();
        }
        if (!isAlive(session, now)) {
            byHash.remove(hash);
            return Optional.empty();
        }
        Session used = session.usedAt(now);
        byHash.put(hash, used);
        return Optional.of(used);
    }

    /** Ends a session, if there is one. */
    synchronized void end(String cookie) {
        byHash.remove(ApiKey.hash(cookie));
    }

    private boolean isAlive(Session session, Instant now) {
        String keyId = session.keyId();
        return now.isBefore(session.end())
                && now.isBefore(session.lastUsed().plus(config.idle()))
                && (keyId == null || keys.valid(keyId).isPresent());
    }

    private String token() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
