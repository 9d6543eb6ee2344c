package io.github.joulekeeper.web.security;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.inject.Singleton;

/** Who makes the present request, in the words that the ledger keeps. */
@Singleton
public class Author {
    private final SecurityIdentity identity;

    Author(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Such as {@code local}, {@code key:phone} or {@code oidc:anna}; to be asked for while the request runs. */
    public String name() {
        return identity.getPrincipal().getName();
    }
}
