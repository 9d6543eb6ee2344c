package io.github.joulekeeper.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** The vendor's HTTP API: all five calls, strict where the page is strict, with a journal of what was asked of it. */
final class VendorCloud implements AutoCloseable {
    static final String ACCESS_KEY = "AccessKeyForTests00000001";
    static final String SECRET_KEY = "SecretKeyForTests000000000000001";
    static final String ACCOUNT = "open-00000000000000000000000000000001";

    private static final String ROOT = "/iot-open/sign";

    /** A request with what became of it; the reason is the gate's, for the developer, and empty when it was let in. */
    record Request(Instant at, String method, String path, String query, String body, String code, String why) {}

    private final ObjectMapper json = new ObjectMapper();
    private final VendorGate gate = new VendorGate(ACCESS_KEY, SECRET_KEY);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, VendorStation> stations = new LinkedHashMap<>();
    private final List<Request> journal = new ArrayList<>();
    private final Mosquitto broker;
    private final int port;
    private HttpServer server;
    private String password;
    private boolean textNumbers;
    private final AtomicBoolean refusesSignature = new AtomicBoolean();
    private volatile boolean ill;

    VendorCloud(Mosquitto broker, String password) {
        this.broker = broker;
        this.password = password;
        this.server = listen(0);
        this.port = server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    synchronized VendorStation add(String serial) {
        VendorStation station = new VendorStation(broker, serial);
        stations.put(serial, station);
        return station;
    }

    /** The password that the certification names from now on. */
    synchronized void password(String password) {
        this.password = password;
    }

    /** Whether {@code quota/all} gives numbers as strings, as the page's own example does. */
    synchronized void textNumbers(boolean textNumbers) {
        this.textNumbers = textNumbers;
    }

    /** Whether every call is answered with HTTP 500, as by an account that is blocked or a cloud that is ill. */
    void ill(boolean ill) {
        this.ill = ill;
    }

    /** The next set command is refused although its signature is right, as is seen now and then. */
    void refuseTheNextSignature() {
        refusesSignature.set(true);
    }

    /** Everything that was asked, in order. */
    synchronized List<Request> journal() {
        return List.copyOf(journal);
    }

    /** Requests that the page forbids: unsigned, wrongly signed, with a wrong content type, with a used nonce. */
    synchronized List<Request> turnedAway() {
        return journal.stream().filter(request -> !request.why().isEmpty()).toList();
    }

    synchronized long calls(String method, String path) {
        return journal.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(ROOT + path))
                .count();
    }

    /** The API is gone: connections break, new ones are refused. */
    void kill() {
        server.stop(0);
    }

    /** The API is back, at its old address. */
    void start() {
        server = listen(port);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        stations.values().forEach(VendorStation::close);
    }

    private HttpServer listen(int onPort) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 50);
            made.setExecutor(threads);
            made.createContext("/", this::handle);
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            // The page itself writes two slashes in one place.
            String path = exchange.getRequestURI().getPath().replaceAll("/+", "/");
            String query = exchange.getRequestURI().getRawQuery();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Instant at = Instant.now();
            if (ill) {
                note(new Request(at, method, path, query, body, "HTTP 500", ""));
                exchange.sendResponseHeaders(500, -1);
                return;
            }
            VendorGate.Verdict verdict = gate.check(method, query, exchange.getRequestHeaders(), body);
            // Noted before it is answered: a caller that dies now did ask.
            ObjectNode answer = verdict.letIn()
                    ? answer(method, path, query, verdict.body())
                    : coded(
                            verdict.code(),
                            verdict.code().equals("8513") ? "accessKey is invalid" : "signature is wrong");
            note(new Request(at, method, path, query, body, answer.path("code").asText(), verdict.why()));
            respond(exchange, answer);
        }
    }

    private synchronized void note(Request request) {
        journal.add(request);
    }

    private ObjectNode answer(String method, String path, String query, JsonNode body) {
        return switch (method + " " + path) {
            case "GET " + ROOT + "/device/list" -> list();
            case "GET " + ROOT + "/certification" -> certification();
            case "GET " + ROOT + "/device/quota/all" -> all(query);
            case "PUT " + ROOT + "/device/quota" -> put(body);
            case "POST " + ROOT + "/device/quota" -> post(body);
            default -> coded("404", "no such call: " + method + " " + path);
        };
    }

    private synchronized ObjectNode list() {
        ObjectNode answer = success();
        var data = answer.putArray("data");
        stations.values()
                .forEach(station -> data.addObject()
                        .put("sn", station.serial())
                        .put(
                                "deviceName",
                                "DELTA 2 "
                                        + station.serial()
                                                .substring(station.serial().length() - 4))
                        .put("online", station.isOnline() ? 1 : 0));
        return answer;
    }

    private synchronized ObjectNode certification() {
        ObjectNode answer = success();
        answer.putObject("data")
                .put("certificateAccount", ACCOUNT)
                .put("certificatePassword", password)
                .put("url", broker.host())
                .put("port", String.valueOf(broker.port()))
                .put("protocol", broker.protocol());
        return answer;
    }

    private ObjectNode all(String query) {
        VendorStation station = find(query == null ? "" : query.replaceFirst("^sn=", ""));
        if (station == null) {
            return coded("1006", "current device is not allowed to get device info");
        }
        ObjectNode answer = success();
        ObjectNode data = answer.putObject("data");
        boolean asText = textNumbers;
        station.remembered()
                .forEach((key, value) -> data.set(
                        key,
                        asText && value instanceof Number
                                ? json.valueToTree(value.toString())
                                : json.valueToTree(value)));
        return answer;
    }

    private ObjectNode put(JsonNode body) {
        VendorStation station = find(body.path("sn").asText());
        if (station == null) {
            return coded("1006", "current device is not allowed to get device info");
        }
        if (refusesSignature.getAndSet(false)) {
            return coded("8521", "signature is wrong");
        }
        String[] outcome = station.put(body);
        return coded(outcome[0], outcome[1]);
    }

    private ObjectNode post(JsonNode body) {
        VendorStation station = find(body.path("sn").asText());
        JsonNode keys = body.path("params").path("quotas");
        if (station == null || !keys.isArray()) {
            return coded("1006", "current device is not allowed to get device info");
        }
        if (!station.isOnline()) {
            return coded("6012", "device is offline");
        }
        ObjectNode answer = success();
        answer.set("data", station.read(keys));
        answer.put("tid", "");
        return answer;
    }

    private synchronized VendorStation find(String serial) {
        return stations.get(serial);
    }

    private ObjectNode success() {
        return coded("0", "Success");
    }

    /** Codes come as strings and as numbers, as is seen in the field. */
    private synchronized ObjectNode coded(String code, String message) {
        ObjectNode answer = json.createObjectNode();
        if (journal.size() % 2 == 0) {
            answer.put("code", code);
        } else {
            answer.put("code", Integer.parseInt(code));
        }
        return answer.put("message", message);
    }

    private static void respond(HttpExchange exchange, ObjectNode answer) throws IOException {
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
        exchange.sendResponseHeaders(200, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
