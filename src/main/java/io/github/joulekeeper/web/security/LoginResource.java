package io.github.joulekeeper.web.security;

import io.quarkus.oidc.OidcSession;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Logging in and out by a browser. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
public class LoginResource {
    private static final String NO_ROLE =
            "The identity provider knows you as %s, but gives you none of the roles viewer, operator and editor.";

    private final ApiKeys keys;
    private final Sessions sessions;
    private final Door door;
    private final CallerAuthentication authentication;
    private final OidcSession providerSession;
    private final SecurityIdentity identity;

    LoginResource(
            ApiKeys keys,
            Sessions sessions,
            Door door,
            CallerAuthentication authentication,
            OidcSession providerSession,
            SecurityIdentity identity) {
        this.keys = keys;
        this.sessions = sessions;
        this.door = door;
        this.authentication = authentication;
        this.providerSession = providerSession;
        this.identity = identity;
    }

    /** The pages. */
    @CheckedTemplate(basePath = "")
    static final class Templates {
        private Templates() {}

        static native TemplateInstance login(String to, String trouble, boolean provider);
    }

    /** The form. */
    @GET
    @Path("login")
    @Operation(hidden = true)
    public TemplateInstance form(@QueryParam("to") @Nullable String to) {
        return Templates.login(LocalPath.orStart(to), "", door.hasProvider());
    }

    /** A key was entered. */
    @POST
    @Path("login")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response login(
            @FormParam("key") @Nullable String text,
            @FormParam("to") @Nullable String to,
            @Context RoutingContext request) {
        String next = LocalPath.orStart(to);
        return keys.find(text == null ? "" : text.strip())
                .map(key -> Response.seeOther(URI.create(next))
                        .cookie(cookie(sessions.begin(key), request))
                        .build())
                .orElseGet(() -> {
                    Refusal refusal = authentication.failed(request);
                    String trouble = refusal.status() == 429
                            ? "Too many wrong keys came lately. Wait a minute, then try again."
                            : "This key is not known here, or was revoked.";
                    return Response.status(refusal.status())
                            .entity(Templates.login(next, trouble, door.hasProvider()))
                            .build();
                });
    }

    /** Back from the identity provider, or on the way there. */
    @GET
    @Path("login/oidc")
    @Operation(hidden = true)
    public Uni<Response> provider(@Context RoutingContext request) {
        if (identity.getRoles().isEmpty()) {
            String trouble = NO_ROLE.formatted(identity.getPrincipal().getName());
            return forgetProviderSession()
                    .replaceWith(() -> Response.status(Response.Status.FORBIDDEN)
                            .entity(Templates.login("/", trouble, door.hasProvider()))
                            .build());
        }
        String cookie = sessions.begin(identity.getPrincipal().getName(), identity.getRoles());
        return forgetProviderSession()
                .replaceWith(() -> Response.seeOther(URI.create("/"))
                        .cookie(cookie(cookie, request))
                        .build());
    }

    /** From here on our own session counts, so that there is one way to end it and one protection for it. */
    private Uni<Void> forgetProviderSession() {
        return providerSession.logout();
    }

    /** Ends the session. */
    @POST
    @Path("logout")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    @Operation(hidden = true)
    public Response logout(@FormParam("csrf-token") @Nullable String token, @Context RoutingContext request) {
        Session session = identity.getAttribute(Identities.SESSION);
        var cookie = request.request().getCookie(Sessions.COOKIE);
        if (session != null && cookie != null) {
            String header = request.request().getHeader(CallerAuthentication.CSRF_HEADER);
            String sent = header == null ? token : header;
            if (sent == null || !CallerAuthentication.isToken(sent, session)) {
                return Refusal.NO_CSRF_TOKEN.response(request.request());
            }
            sessions.end(cookie.getValue());
        }
        return Response.seeOther(URI.create("/login"))
                .cookie(builder("", request).maxAge(0).build())
                .build();
    }

    private static NewCookie cookie(String value, RoutingContext request) {
        return builder(value, request).build();
    }

    private static NewCookie.Builder builder(String value, RoutingContext request) {
        return new NewCookie.Builder(Sessions.COOKIE)
                .value(value)
                .path("/")
                .httpOnly(true)
                .secure("https".equals(request.request().scheme()))
                .sameSite(NewCookie.SameSite.LAX);
    }
}
