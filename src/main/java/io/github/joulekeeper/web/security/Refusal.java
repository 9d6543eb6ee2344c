package io.github.joulekeeper.web.security;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Why a request goes no further, told as a problem (RFC 9457), or to a browser that wants a page by way of the login page.
 *
 * @param status the status of the answer
 * @param detail what is wrong and what to do
 */
record Refusal(int status, String detail) {
    static final Refusal UNKNOWN_CALLER = new Refusal(
            401,
            "This needs a login: send 'Authorization: Bearer KEY' with a key that 'joulekeeper key create' made, or log in at /login");
    static final Refusal WRONG_KEY = new Refusal(
            401,
            "The key or token is not known here, has expired, or was revoked. 'joulekeeper key list' shows the keys");
    static final Refusal TOO_MANY_FAILURES =
            new Refusal(429, "Too many wrong keys or tokens came lately. Wait a minute, then try the right one");
    static final Refusal NO_CSRF_TOKEN = new Refusal(
            403,
            "A change by the cookie of a session needs the header X-CSRF-Token with the token of the page. Load the page anew");

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String KEY = Refusal.class.getName();

    /** A caller whose role does not suffice. */
    static Refusal role(String name) {
        return new Refusal(
                403,
                "The role of '%s' does not suffice for this. Ask for a key with the role operator or editor"
                        .formatted(name));
    }

    /** Keeps why the authentication of a request failed, until the answer is due. */
    void of(RoutingContext request) {
        request.put(KEY, this);
    }

    /** Why the authentication of a request failed. */
    static Refusal of401(RoutingContext request) {
        Refusal kept = request.get(KEY);
        return kept == null ? UNKNOWN_CALLER : kept;
    }

    /** Headers that go with it; a browser that wants a page gets a way to the login page. */
    Map<String, String> headers(HttpServerRequest request) {
        if (status == 429) {
            return Map.of("Retry-After", String.valueOf(Throttle.WINDOW.toSeconds()));
        }
        if (status != 401) {
            return Map.of();
        }
        if ("true".equals(request.getHeader("HX-Request"))) {
            return Map.of("HX-Redirect", loginPage(currentPage(request)));
        }
        return wantsPage(request)
                ? Map.of("Location", loginPage(request.uri()))
                : Map.of("WWW-Authenticate", "Bearer realm=\"joulekeeper\"");
    }

    /** The status for this request: a browser is sent on to the login page. */
    int status(HttpServerRequest request) {
        return status == 401 && wantsPage(request) && request.getHeader("HX-Request") == null ? 303 : status;
    }

    /** Answers at once. */
    void send(RoutingContext context) {
        HttpServerResponse response = context.response();
        HttpServerRequest request = context.request();
        headers(request).forEach(response::putHeader);
        response.setStatusCode(status(request))
                .putHeader("Content-Type", MEDIA_TYPE)
                .end(body().toBuffer());
    }

    /** The same for a resource. */
    Response response(HttpServerRequest request) {
        Response.ResponseBuilder builder =
                Response.status(status(request)).type(MEDIA_TYPE).entity(body().encode());
        headers(request).forEach(builder::header);
        return builder.build();
    }

    private JsonObject body() {
        String title = Response.Status.fromStatusCode(status) == null
                ? "Refused"
                : Response.Status.fromStatusCode(status).getReasonPhrase();
        return new JsonObject().put("title", title).put("status", status).put("detail", detail);
    }

    private static boolean wantsPage(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return request.method() == HttpMethod.GET
                && accept != null
                && accept.contains("text/html")
                && !String.valueOf(request.path()).startsWith("/api/");
    }

    private static String loginPage(String next) {
        return "/login?to=" + URLEncoder.encode(LocalPath.orStart(next), StandardCharsets.UTF_8);
    }

    private static String currentPage(HttpServerRequest request) {
        try {
            String url = request.getHeader("HX-Current-URL");
            return url == null ? "/" : String.valueOf(URI.create(url).getRawPath());
        } catch (IllegalArgumentException noAddress) {
            return "/";
        }
    }
}
