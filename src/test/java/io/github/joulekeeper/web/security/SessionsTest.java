package io.github.joulekeeper.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.app.JoulekeeperConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a session lasts, on a clock that is set by hand. */
class SessionsTest {
    private static final Instant BEGIN = Instant.parse("2026-06-01T12:00:00Z");
    private static final Random RANDOM = new Random(3);

    private Instant now = BEGIN;
    private ApiKeys keys;
    private KeysFile file;
    private ApiKey key;
    private Sessions sessions;

    @BeforeEach
    void oneKey(@TempDir Path folder) throws Exception {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(JoulekeeperConfig.class)
                .withMapping(AuthConfig.class)
                .withValidateUnknown(false)
                .withSources(new PropertiesConfigSource(
                        Map.of(
                                "joulekeeper.data", folder.toString(),
                                "joulekeeper.auth.session.idle", "2h",
                                "joulekeeper.auth.session.absolute", "24h"),
                        "the test",
                        500))
                .build();
        AuthConfig auth = config.getConfigMapping(AuthConfig.class);
        file = new KeysFile(folder.resolve(KeysFile.NAME));
        key = ApiKey.make("of-a-person", Roles.VIEWER, BEGIN, RANDOM).key();
        file.change(none -> List.of(key));
        keys = new ApiKeys(config.getConfigMapping(JoulekeeperConfig.class), auth);
        keys.load();
        InstantSource clock = () -> now;
        sessions = new Sessions(auth, keys, clock, RANDOM);
    }

    private boolean isOpen(String cookie) {
        return sessions.use(cookie).isPresent();
    }

    @Test
    void whoStaysAwayTooLongIsLoggedOut() {
        String cookie = sessions.begin(key);
        now = BEGIN.plus(Duration.ofHours(2)).minusMillis(1);
        assertThat(isOpen(cookie)).as("just in time, and counts anew from here").isTrue();
        now = now.plus(Duration.ofHours(2)).minusMillis(1);
        assertThat(isOpen(cookie)).isTrue();
        now = now.plus(Duration.ofHours(2));
        assertThat(isOpen(cookie)).isFalse();
        now = BEGIN;
        assertThat(isOpen(cookie)).as("what has ended stays ended").isFalse();
    }

    @Test
    void whoIsAlwaysThereIsLoggedOutInTheEnd() {
        String cookie = sessions.begin(key);
        for (int hour = 1; hour < 24; hour++) {
            now = BEGIN.plus(Duration.ofHours(hour));
            assertThat(isOpen(cookie)).as("after %d h", hour).isTrue();
        }
        now = BEGIN.plus(Duration.ofHours(24));
        assertThat(isOpen(cookie)).isFalse();
    }

    @Test
    void whoComesFromAProviderIsAskedAgainAfterHalfADay() {
        String cookie = sessions.begin("oidc:ann", Set.of(Roles.VIEWER));
        for (int hour = 1; hour < 12; hour++) {
            now = BEGIN.plus(Duration.ofHours(hour));
            assertThat(isOpen(cookie)).as("after %d h", hour).isTrue();
        }
        now = BEGIN.plus(Duration.ofHours(12));
        assertThat(isOpen(cookie)).isFalse();
    }

    @Test
    void theSessionsOfARevokedKeyEnd() throws Exception {
        String cookie = sessions.begin(key);
        assertThat(isOpen(cookie)).isTrue();
        file.change(all -> List.of(key.revokedAt(now)));
        keys.look();
        assertThat(isOpen(cookie)).isFalse();
    }

    @Test
    void tooManyLoginsEndTheOldestAndNoOther() {
        String first = sessions.begin(key);
        String second = sessions.begin(key);
        for (int i = 0; i < 999; i++) {
            sessions.begin(key);
        }
        assertThat(isOpen(first)).isFalse();
        assertThat(isOpen(second)).isTrue();
    }

    @Test
    void aLogoutEndsOneSession() {
        String here = sessions.begin(key);
        String there = sessions.begin(key);
        sessions.end(here);
        assertThat(isOpen(here)).isFalse();
        assertThat(isOpen(there)).isTrue();
    }
}
