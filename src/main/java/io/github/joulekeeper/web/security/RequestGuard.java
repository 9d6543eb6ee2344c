package io.github.joulekeeper.web.security;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** What every request passes before anything is done for it: where it comes from, and how large and slow it is. */
@Singleton
public class RequestGuard {
    private static final int FIRST = 1000;
    /** After Quarkus has set its own limit for all paths, and before a body is read. */
    private static final int AFTER_COMMON_LIMIT = 1;

    private static final long SMALL = 64 << 10;
    private static final long RULES = 1 << 20;
    private static final long LARGE = 10 << 20;
    private static final long SLOWEST_BYTES_PER_SECOND = 16 << 10;
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Vertx vertx;
    private final Door door;
    private final CallerOrigin origin;
    private final LimitsConfig limits;

    RequestGuard(Vertx vertx, Door door, CallerOrigin origin, LimitsConfig limits) {
        this.vertx = vertx;
        this.door = door;
        this.origin = origin;
        this.limits = limits;
    }

    void register(@Observes Filters filters) {
        filters.register(this::guard, FIRST);
        filters.register(
                request -> {
                    request.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, largestBody(request));
                    request.next();
                },
                AFTER_COMMON_LIMIT);
    }

    private void guard(RoutingContext context) {
        HttpServerRequest request = context.request();
        HeaderDeadline.begin(request.connection());
        context.addEndHandler(ended -> HeaderDeadline.end(request.connection()));
        ResponseHeaders.addTo(context);
        watchBody(context);
        Optional<Refusal> refusal = refusal(context);
        if (refusal.isPresent()) {
            refusal.get().send(context);
            // Whatever still comes is thrown away, for as long as the body may take: a client that is cut off while it
            // sends never gets to read why.
            request.resume();
            return;
        }
        context.next();
    }

    private Optional<Refusal> refusal(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (door.isOpen() && !origin.isOwnName(request)) {
            return Optional.of(new Refusal(
                    421,
                    "The host (%s) is none that this service answers to without a login. Call it as localhost or 127.0.0.1, or add the name to joulekeeper.auth.hosts"
                            .formatted(CallerOrigin.shown(request.getHeader("Host")))));
        }
        if (!HARMLESS.contains(request.method()) && !origin.isOwnPage(request)) {
            return Optional.of(
                    new Refusal(
                            403,
                            "Only a page of this service may make a browser change something here; this request came from another"));
        }
        long largest = largestBody(context);
        if (announced(request) > largest) {
            return Optional.of(new Refusal(413, "The body must have at most %d bytes here".formatted(largest)));
        }
        return Optional.empty();
    }

    /** In bytes. */
    private static long largestBody(RoutingContext context) {
        String path = context.normalizedPath();
        if (path.equals("/api/replay") || path.startsWith("/api/replay/")) {
            return LARGE;
        }
        return path.equals("/api/rules") || path.startsWith("/api/rules/") ? RULES : SMALL;
    }

    private static long announced(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException noNumber) {
            return Long.MAX_VALUE;
        }
    }

    /** Ends the connection of a client that does not come to the end of its body. */
    private void watchBody(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded()
                || HARMLESS.contains(request.method())
                        && announced(request) == 0
                        && request.getHeader("Transfer-Encoding") == null) {
            return;
        }
        long bytes = request.getHeader("Content-Length") == null
                ? largestBody(context)
                : Math.min(announced(request), largestBody(context));
        long millis = limits.body().toMillis() + 1000 * (bytes / SLOWEST_BYTES_PER_SECOND);
        long timer = vertx.setTimer(millis, due -> {
            if (!request.isEnded()) {
                request.connection().close();
            }
        });
        context.addEndHandler(ended -> {
            if (request.isEnded()) {
                vertx.cancelTimer(timer);
            }
        });
    }
}
