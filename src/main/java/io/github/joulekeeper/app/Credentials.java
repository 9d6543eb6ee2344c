package io.github.joulekeeper.app;

import io.github.joulekeeper.ecoflow.CloudConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns the configured account into what the cloud's client needs, or says what is missing and how to get it. */
final class Credentials {
    private Credentials() {}

    /** @throws StartRefusedException if a key is missing or the address is none */
    static CloudConfig cloudConfig(EcoflowConfig config) {
        Optional<String> accessKey = config.accessKey().map(String::strip).filter(key -> !key.isEmpty());
        Optional<String> secretKey = config.secretKey().map(String::strip).filter(key -> !key.isEmpty());
        List<String> missing = new ArrayList<>();
        if (accessKey.isEmpty()) {
            missing.add("ecoflow.access-key (environment variable ECOFLOW_ACCESS_KEY)");
        }
        if (secretKey.isEmpty()) {
            missing.add("ecoflow.secret-key (environment variable ECOFLOW_SECRET_KEY)");
        }
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            throw new StartRefusedException("""
                    Joulekeeper cannot start: missing %s.
                    Both keys belong to an EcoFlow developer account: sign in at developer.ecoflow.com (Europe:
                    developer-eu.ecoflow.com) with the account of the EcoFlow app, apply for access, and make a key pair there.
                    To see Joulekeeper work without an account, start it with the word 'demo'.""".formatted(String.join(" and ", missing)));
        }
        try {
            return new CloudConfig(
                    config.url(),
                    accessKey.get(),
                    secretKey.get(),
                    CloudConfig.DEFAULT_CONNECT_TIMEOUT,
                    config.timeout(),
                    config.mqtt().ca());
        } catch (IllegalArgumentException wrong) {
            throw new StartRefusedException("Joulekeeper cannot start: " + wrong.getMessage());
        }
    }
}
