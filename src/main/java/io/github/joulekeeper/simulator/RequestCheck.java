package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.ecoflow.Signature;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Checks that a request is signed as the cloud wants it. */
final class RequestCheck {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final String accessKey;
    private final String secretKey;
    private final InstantSource clock;

    RequestCheck(String accessKey, String secretKey, InstantSource clock) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.clock = clock;
    }

    /**
     * What the signature is made of.
     *
     * @param json whether the content type is JSON, in which case the body is signed, else the query
     */
    record Signed(
            String accessKey,
            String nonce,
            String timestamp,
            String sign,
            boolean json,
            JsonNode body,
            Map<String, String> query) {}

    /** The answer to a request that is not good; empty for one that is. */
    Optional<CloudAnswer> failure(Signed request) {
        if (!request.accessKey().equals(accessKey)) {
            return Optional.of(CloudAnswer.failure(CloudAnswer.ACCESS_KEY_WRONG, "accessKey is invalid"));
        }
        if (!request.nonce().matches("\\d{6}")) {
            return Optional.of(
                    CloudAnswer.failure(CloudAnswer.SIGNATURE_WRONG, "signature is wrong: nonce must be six digits"));
        }
        if (!timely(request.timestamp())) {
            return Optional.of(CloudAnswer.failure(
                    CloudAnswer.SIGNATURE_WRONG, "signature is wrong: timestamp is not within five minutes of now"));
        }
        String parameters =
                request.json() ? Signature.parameters(request.body()) : Signature.parameters(request.query());
        String right = Signature.sign(parameters, accessKey, secretKey, request.nonce(), request.timestamp());
        boolean matches = MessageDigest.isEqual(
                right.getBytes(StandardCharsets.US_ASCII), request.sign().getBytes(StandardCharsets.UTF_8));
        return matches
                ? Optional.empty()
                : Optional.of(CloudAnswer.failure(CloudAnswer.SIGNATURE_WRONG, "signature is wrong"));
    }

    private boolean timely(String timestamp) {
        if (!timestamp.matches("\\d{13}")) {
            return false;
        }
        Instant said = Instant.ofEpochMilli(Long.parseLong(timestamp));
        return Duration.between(said, clock.instant()).abs().compareTo(WINDOW) <= 0;
    }
}
