package io.github.joulekeeper.ecoflow;

/**
 * Where to reach the cloud over MQTT, and as whom. The password never shows in {@link #toString()}.
 *
 * @param account also the second part of every topic
 * @param host differs by region
 * @param port 1 to 65535
 * @param tls whether the protocol is {@code mqtts}
 */
public record Certification(String account, String password, String host, int port, boolean tls) {
    public Certification {
        if (account.isBlank() || account.matches(".*[/+#].*")) {
            throw new IllegalArgumentException("The MQTT account (%s) cannot be part of a topic".formatted(account));
        }
        if (host.isBlank() || host.contains("/")) {
            throw new IllegalArgumentException("The MQTT host (%s) is no host name".formatted(host));
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("The MQTT port (%d) must be 1 to 65535".formatted(port));
        }
    }

    /** The address as a person reads it, such as {@code mqtts://mqtt.example.com:8883}. */
    public String address() {
        return (tls ? "mqtts://" : "mqtt://") + host + ":" + port;
    }

    @Override
    public String toString() {
        return "Certification[%s, account %s, password ***]".formatted(address(), account);
    }
}
