package io.github.joulekeeper.web.security;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.Base64;

/** The headers of every answer that tell a browser to allow no more than our pages need. */
final class ResponseHeaders {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;
    private static final String NONCE = ResponseHeaders.class.getName() + ".nonce";

    private ResponseHeaders() {}

    static void addTo(RoutingContext context) {
        context.addHeadersEndHandler(ending -> {
            MultiMap headers = context.response().headers();
            headers.set("Content-Security-Policy", policy(context));
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("X-Frame-Options", "DENY");
            headers.set("Referrer-Policy", "same-origin");
            headers.set("Cross-Origin-Opener-Policy", "same-origin");
            headers.set("Cross-Origin-Resource-Policy", "same-origin");
            headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
            if (!headers.contains("Cache-Control")) {
                // What carries a tag may be kept by the browser, and is asked for anew each time.
                headers.set("Cache-Control", headers.contains("ETag") ? "private, no-cache" : "no-store");
            }
        });
    }

    /** A number used once, by which the page of this answer marks the styles that its scripts add; the same in one answer. */
    static String nonce(RoutingContext context) {
        String known = context.get(NONCE);
        if (known != null) {
            return known;
        }
        byte[] bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        String made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        context.put(NONCE, made);
        return made;
    }

    private static String policy(RoutingContext context) {
        String nonce = context.get(NONCE);
        return "default-src 'none'; script-src 'self'; style-src 'self'"
                + (nonce == null ? "" : " 'nonce-" + nonce + "'")
                + "; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self';"
                + " base-uri 'none'; frame-ancestors 'none'";
    }
}
