package io.github.joulekeeper.web.security;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;

/** What a caller is known as. */
final class Identities {
    /** Whoever sits at this machine, where no login is configured: may do everything. */
    static final SecurityIdentity LOCAL = of("local", Roles.EDITOR);

    private Identities() {}

    static SecurityIdentity of(String name, String role) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRoles(Roles.includedIn(role))
                .build();
    }
}
