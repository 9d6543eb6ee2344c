package io.github.joulekeeper.web.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Tells those whom a resource turns away why. */
@Singleton
public class RefusalAnswers {
    private final CurrentIdentityAssociation callers;

    RefusalAnswers(CurrentIdentityAssociation callers) {
        this.callers = callers;
    }

    @ServerExceptionMapper(UnauthorizedException.class)
    Response unknown(RoutingContext request) {
        return Refusal.of401(request).response(request.request());
    }

    @ServerExceptionMapper(AuthenticationFailedException.class)
    Response failed(RoutingContext request) {
        return Refusal.of401(request).response(request.request());
    }

    @ServerExceptionMapper(ForbiddenException.class)
    Response forbidden(RoutingContext request) {
        return Refusal.role(callers.getIdentity().getPrincipal().getName()).response(request.request());
    }
}
