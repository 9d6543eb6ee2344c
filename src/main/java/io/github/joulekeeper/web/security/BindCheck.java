package io.github.joulekeeper.web.security;

import io.github.joulekeeper.app.StartRefusedException;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start where others could reach a service that asks nobody who he is. */
@Singleton
public class BindCheck {
    private static final int BEFORE_EVERYTHING_ELSE = 1;

    private final String host;

    BindCheck(@ConfigProperty(name = "quarkus.http.host") String host) {
        this.host = host;
    }

    void check(@Observes @Priority(BEFORE_EVERYTHING_ELSE) StartupEvent event) {
        if (!isLoopback(host)) {
            throw new StartRefusedException(
                    "Joulekeeper cannot start: quarkus.http.host (%s) must be a loopback address such as 127.0.0.1, since no login is configured."
                            .formatted(host));
        }
    }

    /** Whether only this machine reaches what listens there. */
    static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }
}
