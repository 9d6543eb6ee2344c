package io.github.joulekeeper.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The built product beside a collector of traces, its log as JSON. */
@Execution(ExecutionMode.CONCURRENT)
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class TelemetryIT {
    private final Queue<String> collected = new ConcurrentLinkedQueue<>();
    private HttpServer collector;

    @BeforeEach
    void collect() throws IOException {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            // Protobuf writes texts as they are; to see them is enough to know that the spans arrive.
            collected.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void close() {
        collector.stop(0);
    }

    @Test
    void tracesReachACollectorAndTheLogIsJson() throws IOException {
        try (World world = World.plain("telemetry")) {
            VendorStation station = world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.ENVIRONMENT,
                            World.CHARGE_WHEN_LOW,
                            Map.of(
                                    "joulekeeper.log",
                                    "json",
                                    "joulekeeper.traces",
                                    "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"))
                    .start();
            station.soc(15);

            await("a trace of the command")
                    .atMost(40, SECONDS)
                    .pollInterval(200, MILLISECONDS)
                    .untilAsserted(() -> assertThat(String.join("", collected))
                            .as(service::tail)
                            .contains(
                                    "joulekeeper.command.id",
                                    "charge-when-low",
                                    "R331ZTEST0000001",
                                    "read",
                                    "decided",
                                    "sent",
                                    "accepted",
                                    "confirmed"));

            ObjectMapper json = new ObjectMapper();
            for (String line :
                    service.log().lines().filter(text -> text.startsWith("{")).toList()) {
                JsonNode entry = json.readTree(line);
                assertThat(entry.path("level").asText()).isNotEmpty();
                assertThat(entry.path("timestamp").asText()).isNotEmpty();
            }
            assertThat(service.log().lines().filter(text -> text.startsWith("{") && text.contains("decided by")))
                    .hasSize(1);
        }
    }
}
