package io.github.joulekeeper.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Lets in only requests that are signed as the vendor's page says, and says of the others what is wrong. */
final class VendorGate {
    static final String WRONG_ACCESS_KEY = "8513";
    static final String WRONG_SIGNATURE = "8521";

    private static final Duration LARGEST_SKEW = Duration.ofMinutes(5);
    private static final String JSON = "application/json;charset=utf-8";

    // Decimals stay as they were written, since the signature is over what was written.
    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private final Set<String> used = new HashSet<>();
    private final String accessKey;
    private final String secretKey;

    VendorGate(String accessKey, String secretKey) {
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    /**
     * What the gate made of a request.
     *
     * @param code the vendor's code, "0" for let in
     * @param why what is wrong with it, empty when let in
     * @param body the JSON body, missing where there is none
     */
    record Verdict(String code, String why, JsonNode body) {
        boolean letIn() {
            return code.equals("0");
        }
    }

    Verdict check(String method, String query, Headers headers, String body) {
        boolean withBody = method.equals("PUT") || method.equals("POST");
        String contentType = headers.getFirst("Content-Type");
        if (withBody && (contentType == null || !plain(contentType).equals(JSON))) {
            return refuse(method + " without Content-Type application/json;charset=UTF-8 but " + contentType);
        }
        if (!withBody && contentType != null) {
            return refuse(method + " with Content-Type " + contentType + ", where the page says none");
        }
        JsonNode parsed = MissingNode.getInstance();
        if (withBody) {
            try {
                parsed = json.readTree(body);
            } catch (JsonProcessingException e) {
                return refuse("the body is no JSON: " + e.getOriginalMessage());
            }
        }
        return checkSignature(
                headers, withBody ? VendorSignature.ofBody(parsed) : VendorSignature.ofQuery(query), parsed);
    }

    private Verdict checkSignature(Headers headers, String parameters, JsonNode body) {
        String key = header(headers, "accessKey");
        String nonce = header(headers, "nonce");
        String timestamp = header(headers, "timestamp");
        String sign = header(headers, "sign");
        if (!key.equals(accessKey)) {
            return new Verdict(WRONG_ACCESS_KEY, "unknown access key", body);
        }
        if (!nonce.matches("[0-9]{6}")) {
            return refuse("the nonce is not of six digits: " + nonce);
        }
        if (!timestamp.matches("[0-9]{13}")) {
            return refuse("the timestamp is not in milliseconds: " + timestamp);
        }
        Instant now = Instant.now();
        if (Duration.between(instant(timestamp), now).abs().compareTo(LARGEST_SKEW) > 0) {
            return refuse("the timestamp is more than five minutes off");
        }
        if (!sign.equals(VendorSignature.sign(parameters, accessKey, nonce, timestamp, secretKey))) {
            return refuse("the signature is wrong for " + parameters);
        }
        synchronized (used) {
            if (!used.add(nonce + " " + timestamp)) {
                return refuse("the nonce and timestamp were used before");
            }
        }
        return new Verdict("0", "", body);
    }

    private static Verdict refuse(String why) {
        return new Verdict(WRONG_SIGNATURE, why, MissingNode.getInstance());
    }

    private static Instant instant(String timestamp) {
        return Instant.ofEpochMilli(Long.parseLong(timestamp));
    }

    private static String header(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }

    private static String plain(String contentType) {
        return contentType.replace(" ", "").toLowerCase(Locale.ROOT);
    }
}
