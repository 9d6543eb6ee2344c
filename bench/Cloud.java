import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** As much of the vendor's HTTP API as the service needs to find its stations and its broker. */
final class Cloud implements AutoCloseable {
    static final String ACCOUNT = "open-bench";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final int stations;
    private final int brokerPort;
    private final double firstSoc;

    /** @param firstSoc what it remembers of each station's state of charge, in % */
    Cloud(int stations, int brokerPort, double firstSoc) throws IOException {
        this.stations = stations;
        this.brokerPort = brokerPort;
        this.firstSoc = firstSoc;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static String serial(int station) {
        return "R331ZTEST%07d".formatted(station);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    double firstSoc() {
        return firstSoc;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String data = switch (exchange.getRequestURI().getPath()) {
                case "/iot-open/sign/device/list" ->
                    IntStream.range(0, stations)
                            .mapToObj(i -> "{\"sn\":\"%s\",\"deviceName\":\"Station %d\",\"online\":1}".formatted(serial(i), i))
                            .collect(Collectors.joining(",", "[", "]"));
                case "/iot-open/sign/certification" ->
                    ("{\"certificateAccount\":\"%s\",\"certificatePassword\":\"none\",\"url\":\"127.0.0.1\","
                                    + "\"port\":\"%d\",\"protocol\":\"mqtt\"}")
                            .formatted(ACCOUNT, brokerPort);
                default ->
                    ("{\"pd.soc\":%s,\"pd.wattsInSum\":0,\"pd.wattsOutSum\":0,\"mppt.cfgChgWatts\":500,"
                                    + "\"mppt.chgPauseFlag\":0,\"mppt.beepState\":0}")
                            .formatted(firstSoc);
            };
            byte[] body = "{\"code\":\"0\",\"message\":\"Success\",\"data\":%s}"
                    .formatted(data)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
