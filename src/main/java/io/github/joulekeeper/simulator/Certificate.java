package io.github.joulekeeper.simulator;

/**
 * How to reach an MQTT broker, as the certification call tells it.
 *
 * @param host the broker's host name
 * @param port the broker's port
 * @param protocol {@code mqtt} or {@code mqtts}
 * @param account the user's name, which is part of the topics
 * @param password the user's password
 */
public record Certificate(String host, int port, String protocol, String account, String password) {
    public Certificate {
        if (!protocol.equals("mqtt") && !protocol.equals("mqtts")) {
            throw new IllegalArgumentException("The protocol '%s' must be mqtt or mqtts".formatted(protocol));
        }
    }

    Certificate withPassword(String changed) {
        return new Certificate(host, port, protocol, account, changed);
    }

    /** Everything but the password. */
    @Override
    public String toString() {
        return protocol + "://" + account + "@" + host + ":" + port;
    }
}
