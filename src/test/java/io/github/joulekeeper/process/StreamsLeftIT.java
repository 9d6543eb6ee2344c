package io.github.joulekeeper.process;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that leave the event stream, at every moment of it, are no error. */
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class StreamsLeftIT {
    private static final int CLIENTS = 60;

    @Test
    void nobodyHearsOfThemAndTheirPlacesAreFree() throws Exception {
        try (World world = World.plain("streams-left")) {
            world.cloud.add("R331ZTEST0000001");
            Joulekeeper service = world.service(
                            Joulekeeper.Given.PROPERTIES,
                            World.CHARGE_WHEN_LOW,
                            Map.of("joulekeeper.events.clients", "1"))
                    .start();
            for (int i = 0; i < CLIENTS; i++) {
                // Some leave before the answer, some after it has begun, and some reset the connection.
                leave(URI.create(service.url()), i % 3 == 0 ? 0 : i, i % 2 == 0);
            }

            await("the one place is free")
                    .atMost(20, SECONDS)
                    .until(() -> firstLine(URI.create(service.url())).contains("200"));
            assertThat(service.log()).doesNotContain(" ERROR ", "Exception");
        }
    }

    private static Socket asking(URI url) throws IOException {
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream()
                .write("GET /api/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void leave(URI url, long afterMillis, boolean byReset) throws IOException {
        try (Socket socket = asking(url)) {
            await("it has watched for a while")
                    .pollDelay(afterMillis, MILLISECONDS)
                    .until(() -> true);
            if (byReset) {
                socket.setSoLinger(true, 0);
            }
        }
    }

    private static String firstLine(URI url) throws IOException {
        try (Socket socket = asking(url)) {
            byte[] status = socket.getInputStream().readNBytes(12);
            return new String(status, StandardCharsets.US_ASCII);
        }
    }
}
