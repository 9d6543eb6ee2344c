package io.github.joulekeeper.ecoflow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How to keep the MQTT connection; host, port, account and password come with the {@link Certification}.
 *
 * @param clientId the same at every connect: an account may use 10 different ones a day
 * @param ca a PEM file with the only certificates to trust; else those that Java trusts
 * @param keepAlive after how long without traffic the broker is asked whether it is there; whole seconds, at least 1
 * @param certificateCooldown the shortest time between two certificates asked for because of a refusal
 * @param firstReconnect how long to wait before the first reconnect; doubles up to {@code lastReconnect}
 * @param lastReconnect how long to wait at most
 */
public record MqttConfig(
        String clientId,
        Optional<Path> ca,
        Duration keepAlive,
        Duration certificateCooldown,
        Duration firstReconnect,
        Duration lastReconnect) {

    public MqttConfig {
        if (!clientId.matches("[\\x21-\\x7e]{1,128}")) {
            throw new IllegalArgumentException(
                    "ecoflow.mqtt.client-id (%s) must be 1 to 128 ASCII characters without blanks".formatted(clientId));
        }
        if (keepAlive.toSeconds() < 1 || keepAlive.toSeconds() > 65535) {
            throw new IllegalArgumentException(
                    "The MQTT keep-alive time (%s) must be 1 s to 65535 s".formatted(keepAlive));
        }
        if (firstReconnect.toMillis() < 1 || lastReconnect.compareTo(firstReconnect) < 0) {
            throw new IllegalArgumentException(
                    "The wait before a reconnect must grow from at least 1 ms, not from %s to %s"
                            .formatted(firstReconnect, lastReconnect));
        }
        if (certificateCooldown.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "The cool-down between certificates (%s) must be at least 1 ms".formatted(certificateCooldown));
        }
    }

    /** With the usual times. */
    public MqttConfig(String clientId, Optional<Path> ca) {
        this(clientId, ca, Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * The client id for an installation: stable over restarts, different for two installations with one account, and as
     * short and plain as every MQTT broker must take it (23 letters and digits).
     *
     * @param configured {@code ecoflow.mqtt.client-id}, which wins
     * @param instanceId what tells installations apart, kept in the data directory
     */
    public static String clientId(Optional<String> configured, String accessKey, String instanceId) {
        if (configured.isPresent()) {
            return configured.get();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest((accessKey + "\n" + instanceId).getBytes(StandardCharsets.UTF_8));
            return "jk" + HexFormat.of().formatHex(hash, 0, 10);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
