package io.github.joulekeeper.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No more connections at a time than are allowed, whatever they do, and room again as soon as one ends. */
@QuarkusTest
@TestProfile(ConnectionLimitTest.Profile.class)
class ConnectionLimitTest {
    private static final int MOST = 20;
    private static final String REQUEST = "GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final List<Socket> sockets = new ArrayList<>();

    /** A service for few. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ServedStation.class, Map.of()));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.limits.max-connections", Integer.toString(MOST));
        }
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void connectionsThatWereServedCount() throws IOException {
        for (int i = 0; i < MOST; i++) {
            Socket socket = connect();
            assertThat(isServed(socket)).as("connection %d", i + 1).isTrue();
        }
        assertThat(isServed(connect())).as("one too many").isFalse();
        assertThat(isServed(sockets.getFirst()))
                .as("those that are there go on")
                .isTrue();

        sockets.getFirst().close();
        await("room again").atMost(Duration.ofSeconds(10)).until(() -> isServed(connect()));
    }

    @Test
    void connectionsThatSayNothingCountToo() throws IOException {
        for (int i = 0; i < MOST; i++) {
            connect();
        }
        await("one too many").atMost(Duration.ofSeconds(5)).until(() -> !isServed(connect()));
        await("those that say nothing are let go")
                .atMost(Duration.ofSeconds(30))
                .until(() -> isServed(connect()));
    }

    private Socket connect() throws IOException {
        Socket socket = Caller.connect();
        socket.setSoTimeout(5000);
        sockets.add(socket);
        return socket;
    }

    private static boolean isServed(Socket socket) {
        try {
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int count = socket.getInputStream().read(answer);
            return count > 0 && new String(answer, 0, count, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 ");
        } catch (IOException cut) {
            return false;
        }
    }
}
