package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of the cloud's HTTP API, as the vendor's page "HTTP access steps" describes it: a request's parameters are
 * expanded to {@code key=value} pairs, sorted by key, followed by access key, nonce and timestamp, and signed with
 * HMAC-SHA256.
 *
 * <p>Where the page leaves room, this is how it is read:
 *
 * <ul>
 *   <li>The order is that of the whole expanded keys, UTF-16 code unit by code unit, as a server gets by sorting a flat
 *       map: {@code ids[10]} comes before {@code ids[2]}, and {@code a.b} before {@code a[0]} before {@code aB}. Levels are
 *       not sorted one by one.
 *   <li>Numbers are signed as their shortest plain decimal: {@code 1.50} as {@code 1.5}, {@code 2.0} as {@code 2},
 *       {@code 1E3} as {@code 1000}; booleans as {@code true} and {@code false}; strings without quotes and unescaped.
 *   <li>{@code null} is signed as the text {@code null}. Joulekeeper itself never sends one.
 *   <li>Empty objects and arrays have no leaf and so add nothing.
 * </ul>
 */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    private record Parameter(String key, String value) {}

    /** The expanded and sorted parameters of a JSON body; empty for a body without any leaf. */
    public static String parameters(JsonNode body) {
        List<Parameter> parameters = new ArrayList<>();
        expand("", body, parameters);
        return join(parameters);
    }

    /**
     * The sorted parameters of a query.
     *
     * @param query names and values before any percent-encoding
     */
    public static String parameters(Map<String, String> query) {
        List<Parameter> parameters = new ArrayList<>();
        query.forEach((key, value) -> parameters.add(new Parameter(key, value)));
        return join(parameters);
    }

    /**
     * Signs a request.
     *
     * @param parameters as one of the {@code parameters} methods made them; may be empty
     * @param nonce six digits, new for each try
     * @param timestamp milliseconds since 1970 UTC, new for each try
     * @return 64 lower-case hexadecimal digits
     * @throws IllegalArgumentException if the secret key is empty
     */
    public static String sign(String parameters, String accessKey, String secretKey, String nonce, String timestamp) {
        if (secretKey.isEmpty()) {
            throw new IllegalArgumentException("The secret key is empty. Set ecoflow.secret-key to the one of your "
                    + "EcoFlow developer account");
        }
        String general = "accessKey=" + accessKey + "&nonce=" + nonce + "&timestamp=" + timestamp;
        String text = parameters.isEmpty() ? general : parameters + "&" + general;
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            // Every Java platform must have HmacSHA256, and it takes keys of any length but none.
            throw new IllegalStateException("This Java runtime cannot compute " + ALGORITHM, e);
        }
    }

    private static void expand(String key, JsonNode node, List<Parameter> into) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                expand(key.isEmpty() ? member.getKey() : key + "." + member.getKey(), member.getValue(), into);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                expand(key + "[" + i + "]", node.get(i), into);
            }
        } else if (!node.isMissingNode() && !key.isEmpty()) {
            into.add(new Parameter(key, text(node)));
        }
    }

    private static String text(JsonNode leaf) {
        if (!leaf.isNumber()) {
            return leaf.asText();
        }
        if (leaf.isIntegralNumber()) {
            return leaf.bigIntegerValue().toString();
        }
        // By way of the text, for a float widened to double is no longer its shortest decimal.
        return new BigDecimal(leaf.asText()).stripTrailingZeros().toPlainString();
    }

    private static String join(List<Parameter> parameters) {
        parameters.sort(Comparator.comparing(Parameter::key));
        StringBuilder joined = new StringBuilder(parameters.size() * 24);
        for (Parameter parameter : parameters) {
            if (!joined.isEmpty()) {
                joined.append('&');
            }
            joined.append(parameter.key()).append('=').append(parameter.value());
        }
        return joined.toString();
    }
}
