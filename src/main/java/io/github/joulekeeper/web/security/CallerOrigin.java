package io.github.joulekeeper.web.security;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request comes from where it may. A browser lets any page send requests to this machine; it cannot keep its
 * name out of them, nor, when the page's host name was made to resolve to this machine, that host name.
 */
@Singleton
public class CallerOrigin {
    private static final int LONGEST_SHOWN = 80;

    private final Set<String> names = new HashSet<>(Set.of("localhost", "[::1]"));

    CallerOrigin(AuthConfig config) {
        config.hosts().orElse(List.of()).forEach(name -> names.add(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** Whether the request calls the service by a name that no stranger can have. */
    boolean isOwnName(HttpServerRequest request) {
        HostAndPort called = request.authority();
        if (called == null) {
            return false;
        }
        String host = called.host().toLowerCase(Locale.ROOT);
        return names.contains(host) || names.contains("[" + host + "]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Whether no browser sent the request for the page of another site. */
    boolean isOwnPage(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = request.getHeader("Origin");
        return origin == null || isSame(origin, request.authority());
    }

    private static boolean isSame(String origin, @Nullable HostAndPort called) {
        try {
            URI uri = URI.create(origin);
            if (called == null || uri.getHost() == null) {
                return false;
            }
            int standard = "https".equals(uri.getScheme()) ? 443 : 80;
            int port = uri.getPort() < 0 ? standard : uri.getPort();
            // Behind a proxy that ends TLS the request itself does not tell which port is the standard one.
            int calledPort = called.port() <= 0 ? standard : called.port();
            return uri.getHost().equalsIgnoreCase(called.host())
                    && (port == calledPort || uri.getPort() < 0 && (calledPort == 80 || calledPort == 443));
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }

    /** A header of a stranger, fit to be quoted. */
    static String shown(@Nullable String header) {
        String text = header == null ? "" : header.replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
    }
}
