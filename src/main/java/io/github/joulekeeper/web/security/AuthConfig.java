package io.github.joulekeeper.web.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is let in: the names that begin with {@code joulekeeper.auth.}. */
@ConfigMapping(prefix = "joulekeeper.auth")
public interface AuthConfig {
    /** The file of API keys; by default {@link KeysFile#NAME} in the data directory. */
    Optional<Path> keysFile();

    /** Names under which the service may be called without a login, beside localhost and the loopback addresses. */
    Optional<List<String>> hosts();

    /**
     * For each role the names that an identity provider has for it, such as {@code roles.editor=energy-admins}; by default
     * the role's own name.
     */
    Map<String, List<String>> roles();

    /** Who may read {@code /q/metrics}: {@code viewer}, or {@code permit} for everybody. */
    @WithDefault("viewer")
    String metrics();

    /** The sessions of people who logged in on the login page. */
    Session session();

    /** How long a session lasts. */
    interface Session {
        /** Without a request, positive. */
        @WithDefault("24h")
        Duration idle();

        /** At all, positive. */
        @WithDefault("7d")
        Duration absolute();
    }
}
