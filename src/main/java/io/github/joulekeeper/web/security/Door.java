package io.github.joulekeeper.web.security;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether a login is asked for. */
@Singleton
public class Door {
    private final ApiKeys keys;
    private final boolean oidc;

    Door(ApiKeys keys, @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean oidc) {
        this.keys = keys;
        this.oidc = oidc;
    }

    /** Whether everybody who reaches the service may do everything: only on the loopback address, see {@link BindCheck}. */
    boolean isOpen() {
        return !oidc && !keys.everThere();
    }

    /** Whether there is a way to log in. */
    boolean hasLogin() {
        return oidc || keys.anyValid();
    }

    /** Whether people can log in at an identity provider. */
    public boolean hasProvider() {
        return oidc;
    }
}
