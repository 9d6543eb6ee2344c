package io.github.joulekeeper.web.security;

import io.github.joulekeeper.app.StartRefusedException;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Refuses to start where others could reach a service that asks nobody who he is. */
@Singleton
public class BindCheck {
    private static final Logger LOG = Logger.getLogger(BindCheck.class);
    private static final int BEFORE_EVERYTHING_ELSE = 1;

    private final String host;
    private final ApiKeys keys;
    private final Door door;
    private final Vertx vertx;

    BindCheck(@ConfigProperty(name = "quarkus.http.host") String host, ApiKeys keys, Door door, Vertx vertx) {
        this.host = host;
        this.keys = keys;
        this.door = door;
        this.vertx = vertx;
    }

    void check(@Observes @Priority(BEFORE_EVERYTHING_ELSE) StartupEvent event) {
        keys.load();
        keys.watch(vertx);
        if (!isLoopback(host) && !door.hasLogin()) {
            throw new StartRefusedException("""
                    Joulekeeper cannot start: quarkus.http.host (%s) is an address that others may reach, and no login is configured.
                    Make a key with 'joulekeeper key create --role editor --name NAME' (it goes to %s),
                    or configure an identity provider (quarkus.oidc.*, see docs/security.md),
                    or leave quarkus.http.host at 127.0.0.1.""".formatted(host, keys.file().path()));
        }
        if (door.isOpen()) {
            LOG.infof("No login is asked for on %s: whoever uses this machine may do everything", host);
        }
    }

    /** Whether only this machine reaches what listens there; not so if the name resolves to nothing. */
    static boolean isLoopback(String host) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException nowhere) {
            return false;
        }
    }
}
