package io.github.joulekeeper.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A client of the HTTP API that signs by itself, so that the cloud's check is not held against its own code. */
final class CloudClient {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NONCE = new AtomicInteger(100_000);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SimulatedCloud cloud;
    private final String accessKey;
    private final String secretKey;

    CloudClient(SimulatedCloud cloud) {
        this(cloud, cloud.accessKey(), cloud.secretKey());
    }

    CloudClient(SimulatedCloud cloud, String accessKey, String secretKey) {
        this.cloud = cloud;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    JsonNode devices() {
        return json(send(get("/iot-open/sign/device/list", "")));
    }

    JsonNode certification() {
        return json(send(get("/iot-open/sign/certification", "")));
    }

    JsonNode all(String serial) {
        return json(send(get("/iot-open/sign/device/quota/all", "sn=" + serial)));
    }

    JsonNode quotas(String serial, String... quotas) {
        var body = JSON.createObjectNode().put("sn", serial);
        var list = body.putObject("params").putArray("quotas");
        for (String quota : quotas) {
            list.add(quota);
        }
        return json(send(body("POST", body.toString())));
    }

    /** Sends a set command, whose serial number is put in. */
    JsonNode set(String serial, String command) {
        return json(send(setRequest(serial, command)));
    }

    HttpRequest setRequest(String serial, String command) {
        return body("PUT", withSerial(serial, command).toString());
    }

    static JsonNode withSerial(String serial, String command) {
        var body = (com.fasterxml.jackson.databind.node.ObjectNode) parse(command);
        return body.put("sn", serial);
    }

    HttpRequest get(String path, String query) {
        return signed(path, query, query).GET().build();
    }

    HttpRequest body(String method, String body) {
        return signed("/iot-open/sign/device/quota", "", parameters(parse(body)))
                .header("Content-Type", "application/json;charset=UTF-8")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    HttpRequest.Builder signed(String path, String query, String parameters) {
        return signed(
                path,
                query,
                parameters,
                Integer.toString(NONCE.incrementAndGet()),
                Long.toString(System.currentTimeMillis()));
    }

    HttpRequest.Builder signed(String path, String query, String parameters, String nonce, String timestamp) {
        String general = "accessKey=" + accessKey + "&nonce=" + nonce + "&timestamp=" + timestamp;
        String text = parameters.isEmpty() ? general : parameters + "&" + general;
        return HttpRequest.newBuilder(URI.create(cloud.url() + path + (query.isEmpty() ? "" : "?" + query)))
                .header("accessKey", accessKey)
                .header("nonce", nonce)
                .header("timestamp", timestamp)
                .header("sign", hmac(text, secretKey));
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> control(String what, String order) {
        return send(HttpRequest.newBuilder(URI.create(cloud.url() + "/control/" + what))
                .POST(HttpRequest.BodyPublishers.ofString(order))
                .build());
    }

    static JsonNode json(HttpResponse<String> response) {
        return parse(response.body());
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String parameters(JsonNode body) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", body, flat);
        StringBuilder text = new StringBuilder();
        flat.forEach((key, value) ->
                text.append(text.isEmpty() ? "" : "&").append(key).append('=').append(value));
        return text.toString();
    }

    private static void flatten(String key, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(), entry.getValue(), into));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(key + "[" + i + "]", node.get(i), into);
            }
        } else {
            into.put(key, node.asText());
        }
    }

    private static String hmac(String text, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
