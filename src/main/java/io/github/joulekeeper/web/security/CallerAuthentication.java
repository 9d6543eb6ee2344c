package io.github.joulekeeper.web.security;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Finds out who calls: by a key, by a provider's token, by the cookie of a session, or, where no login is configured, by
 * being on this machine. It stands in front of Quarkus's own mechanism for OIDC, and asks it only where it is meant.
 */
@Singleton
@Alternative
@Priority(1)
public class CallerAuthentication implements HttpAuthenticationMechanism {
    /** Where the login at an identity provider begins and comes back to. */
    static final String PROVIDER_LOGIN = "/login/oidc";

    /** Forms, whose resource checks the token of the page itself. */
    private static final Set<String> FORMS = Set.of("/login", "/logout");

    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final Logger LOG = Logger.getLogger(CallerAuthentication.class);
    private static final String BEARER = "bearer ";
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Door door;
    private final ApiKeys keys;
    private final Sessions sessions;
    private final Throttle throttle;
    private final AuthConfig config;
    private final OidcAuthenticationMechanism oidc;

    CallerAuthentication(
            Door door,
            ApiKeys keys,
            Sessions sessions,
            Throttle throttle,
            AuthConfig config,
            OidcAuthenticationMechanism oidc) {
        this.door = door;
        this.keys = keys;
        this.sessions = sessions;
        this.throttle = throttle;
        this.config = config;
        this.oidc = oidc;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identityProviders) {
        String authorization = request.request().getHeader("Authorization");
        if (authorization != null) {
            return byHeader(authorization.strip(), request, identityProviders);
        }
        if (door.hasProvider() && request.normalizedPath().equals(PROVIDER_LOGIN)) {
            return oidc.authenticate(request, identityProviders)
                    .onItem()
                    .ifNotNull()
                    .transform(found -> Identities.ofProvider(found, config));
        }
        Cookie cookie = request.request().getCookie(Sessions.COOKIE);
        Session session =
                cookie == null ? null : sessions.use(cookie.getValue()).orElse(null);
        if (session != null) {
            return bySession(session, request);
        }
        return door.isOpen()
                ? Uni.createFrom().item(Identities.LOCAL)
                : Uni.createFrom().nullItem();
    }

    private Uni<SecurityIdentity> byHeader(
            String authorization, RoutingContext request, IdentityProviderManager identityProviders) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return refuse(request, Refusal.UNKNOWN_CALLER);
        }
        String token = authorization.substring(BEARER.length()).strip();
        if (token.startsWith(ApiKey.PREFIX) || !door.hasProvider()) {
            return keys.find(token)
                    .map(key -> Uni.createFrom().item(Identities.of(key)))
                    .orElseGet(() -> refuse(request, failed(request)));
        }
        if (throttle.mustWait(address(request))) {
            return refuse(request, failed(request));
        }
        return oidc.authenticate(request, identityProviders)
                .onItem()
                .ifNotNull()
                .transform(found -> Identities.ofProvider(found, config))
                .onFailure(AuthenticationFailedException.class)
                .invoke(() -> failed(request).of(request));
    }

    private Uni<SecurityIdentity> bySession(Session session, RoutingContext request) {
        boolean reading = READING.contains(request.request().method());
        if (reading || FORMS.contains(request.normalizedPath()) || carriesToken(request, session)) {
            return Uni.createFrom().item(Identities.of(session));
        }
        return refuse(request, Refusal.NO_CSRF_TOKEN);
    }

    private static boolean carriesToken(RoutingContext request, Session session) {
        String sent = request.request().getHeader(CSRF_HEADER);
        return sent != null && isToken(sent, session);
    }

    /** Whether that is the session's token. */
    static boolean isToken(String sent, Session session) {
        return MessageDigest.isEqual(
                sent.getBytes(StandardCharsets.UTF_8), session.csrfToken().getBytes(StandardCharsets.UTF_8));
    }

    /** Counts a failed login, and says how to answer it. */
    Refusal failed(RoutingContext request) {
        String address = address(request);
        return switch (throttle.failed(address)) {
            case REFUSE -> {
                LOG.warnf("A login from %s failed", address);
                yield Refusal.WRONG_KEY;
            }
            case LAST_TOLD -> {
                LOG.warnf("Logins from %s or elsewhere keep failing; for a minute no more of them are told", address);
                yield Refusal.WRONG_KEY;
            }
            case WAIT -> Refusal.TOO_MANY_FAILURES;
        };
    }

    private static String address(RoutingContext request) {
        var remote = request.request().remoteAddress();
        return remote == null || remote.hostAddress() == null ? "?" : remote.hostAddress();
    }

    private static Uni<SecurityIdentity> refuse(RoutingContext request, Refusal refusal) {
        refusal.of(request);
        return Uni.createFrom().failure(new AuthenticationFailedException(refusal.detail()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return door.hasProvider() && request.normalizedPath().equals(PROVIDER_LOGIN)
                ? oidc.getChallenge(request)
                : Uni.createFrom()
                        .item(new ChallengeData(
                                Refusal.of401(request).status(), "WWW-Authenticate", "Bearer realm=\"joulekeeper\""));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext request) {
        if (door.hasProvider() && request.normalizedPath().equals(PROVIDER_LOGIN)) {
            return oidc.sendChallenge(request);
        }
        Refusal.of401(request).send(request);
        return Uni.createFrom().item(true);
    }
}
