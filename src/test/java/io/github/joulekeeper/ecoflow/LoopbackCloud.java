package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;

/** A real HTTP server that checks signatures by its own reckoning, and answers as told. */
final class LoopbackCloud implements AutoCloseable {
    static final String ACCESS_KEY = "Fp4SvIprYSDPXtYJidEtUAd1o";
    static final String SECRET_KEY = "WIbFEKre0s6sLnh4ei7SPUeYnptHG6V";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile byte[] answer = "{\"code\":\"0\",\"message\":\"Success\"}".getBytes(StandardCharsets.UTF_8);
    private volatile boolean silent;

    record Received(String method, URI uri, Map<String, String> headers, String body, boolean signed) {}

    LoopbackCloud() {
        this(null);
    }

    LoopbackCloud(SSLContext tls) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer https = HttpsServer.create(address, 0);
                https.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = https;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    void answer(int newStatus, String newAnswer) {
        status = newStatus;
        answer = newAnswer.getBytes(StandardCharsets.UTF_8);
    }

    /** Answers nothing from now on. */
    void fallSilent() {
        silent = true;
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.getLast();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        received.add(new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers,
                body,
                signed(exchange.getRequestURI(), headers, body)));
        if (silent) {
            try {
                closing.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
        exchange.close();
    }

    /** As the page says: by content type the body or the query, then the general parameters. */
    private static boolean signed(URI uri, Map<String, String> headers, String body) throws IOException {
        TreeMap<String, String> leaves = new TreeMap<>();
        if ("application/json;charset=UTF-8".equalsIgnoreCase(headers.get("Content-Type"))) {
            flatten("", new ObjectMapper().readTree(body), leaves);
        } else if (headers.get("Content-Type") != null) {
            return false;
        } else if (uri.getQuery() != null) {
            for (String pair : uri.getQuery().split("&")) {
                leaves.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
        StringBuilder text = new StringBuilder();
        leaves.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('&'));
        text.append("accessKey=").append(ACCESS_KEY);
        text.append("&nonce=").append(headers.get("nonce"));
        text.append("&timestamp=").append(headers.get("timestamp"));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET_KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            String expected =
                    HexFormat.of().formatHex(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
            return expected.equals(headers.get("sign")) && ACCESS_KEY.equals(headers.get("accessKey"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void flatten(String path, JsonNode node, Map<String, String> leaves) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.get(i), leaves);
            }
        } else {
            leaves.put(path, node.asText());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
