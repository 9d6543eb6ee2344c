package io.github.joulekeeper.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How to reach the EcoFlow account: the names that begin with {@code ecoflow.}. */
@ConfigMapping(prefix = "ecoflow")
public interface EcoflowConfig {
    /** The API's address; {@code api-e} serves Europe, {@code api-a} the Americas, {@code api} everywhere else. */
    @WithDefault("https://api-e.ecoflow.com")
    URI url();

    /** The access key of the developer account. */
    Optional<String> accessKey();

    /** The secret key of the developer account; never logged, never stored. */
    Optional<String> secretKey();

    /** How set commands travel. */
    @WithDefault("http")
    TransportKind transport();

    /** How set commands travel while the first way cannot deliver them. */
    @WithDefault("none")
    Fallback fallbackTransport();

    /** How many commands and questions for their effect may be sent in any minute, all stations together; 0 for no limit. */
    @WithDefault("120")
    int requestsPerMinute();

    /** The longest pause between two probes of a cloud that turns commands away; at least 5s. */
    @WithDefault("60s")
    Duration probeInterval();

    /** How long one call to the API may take. */
    @WithDefault("10s")
    Duration timeout();

    Mqtt mqtt();

    /** The connection to the broker; its address, account and password come from the API. */
    interface Mqtt {
        /** The one client id of this instance; by default a stable one made from the data directory. */
        Optional<String> clientId();

        /** A PEM file with the certificate authorities to trust for the broker instead of the system's. */
        Optional<Path> ca();
    }

    /** The way that set commands travel instead. */
    enum Fallback {
        NONE,
        HTTP,
        MQTT
    }

    /** The ways that set commands can travel. */
    enum TransportKind {
        HTTP,
        MQTT
    }
}
