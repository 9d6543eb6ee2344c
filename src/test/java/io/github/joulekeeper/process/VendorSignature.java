package io.github.joulekeeper.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The vendor's signature, steps 1 to 6 of the page, as the cloud would compute it. */
final class VendorSignature {
    private VendorSignature() {}

    /** Steps 1 and 2 for a JSON body: nested parts spelt out, sorted by ASCII, joined by {@code =} and {@code &}. */
    static String ofBody(JsonNode body) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", body, flat);
        return join(flat);
    }

    /** Step 1 for a query string. */
    static String ofQuery(String query) {
        Map<String, String> flat = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                flat.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return join(flat);
    }

    /** Steps 3 to 5: with the access key, nonce and timestamp behind the parameters, HMAC-SHA256 in lower-case hex. */
    static String sign(String parameters, String accessKey, String nonce, String timestamp, String secretKey) {
        String text = (parameters.isEmpty() ? "" : parameters + "&") + "accessKey=" + accessKey + "&nonce=" + nonce
                + "&timestamp=" + timestamp;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> flat) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), flat));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), flat);
            }
        } else {
            flat.put(path, node.asText());
        }
    }

    private static String join(Map<String, String> flat) {
        return flat.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("&"));
    }
}
