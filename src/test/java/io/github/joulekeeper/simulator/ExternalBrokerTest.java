package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stations behind a real mosquitto, where one is installed. */
class ExternalBrokerTest {
    private static final Optional<Path> MOSQUITTO = Stream.of("/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    @TempDir
    Path folder;

    private int port;
    private Process mosquitto;

    @BeforeEach
    void startMosquitto() throws IOException, InterruptedException {
        assumeThat(MOSQUITTO).as("mosquitto is installed").isPresent();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path users = folder.resolve("users");
        assertThat(new ProcessBuilder("mosquitto_passwd", "-b", "-c", users.toString(), "open-simulated", "pw")
                        .start()
                        .waitFor())
                .isZero();
        Files.writeString(
                folder.resolve("mosquitto.conf"),
                "listener %d 127.0.0.1\nallow_anonymous false\npassword_file %s\nuser root\n".formatted(port, users));
        launch();
    }

    @AfterEach
    void stopMosquitto() {
        if (mosquitto != null) {
            mosquitto.destroy();
        }
    }

    private void launch() throws IOException {
        mosquitto = new ProcessBuilder(
                        MOSQUITTO.orElseThrow().toString(),
                        "-c",
                        folder.resolve("mosquitto.conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            }
        });
    }

    private SimulatedCloud cloud() {
        Certificate certificate = new Certificate("127.0.0.1", port, "mqtt", "open-simulated", "pw");
        return SimulatedCloud.start(TestClouds.stepping()
                .externalBroker(new CloudOptions.External(certificate, Optional.empty()))
                .build());
    }

    @Test
    void carriesReportsCommandsAndReplies() {
        try (SimulatedCloud cloud = cloud();
                MqttProbe probe = MqttProbe.listeningTo(cloud, FIRST)) {
            assertThat(new CloudClient(cloud)
                            .certification()
                            .path("data")
                            .path("port")
                            .asInt())
                    .isEqualTo(port);
            cloud.reportAll();
            // The reports of the start may still be under way when the subscription begins.
            await().until(() -> probe.heard(FIRST, "quota").size() >= 5);

            probe.set(FIRST, "{\"id\":3,\"moduleType\":5,\"operateType\":\"quietMode\",\"params\":{\"enabled\":1}}");
            await().until(() -> !probe.heard(FIRST, "set_reply").isEmpty());
            assertThat(cloud.station(FIRST).number("mppt.beepState")).isEqualTo(1);
            assertThatThrownBy(() -> cloud.changePassword("another")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void comesBackWhenTheBrokerDoes() throws IOException, InterruptedException {
        try (SimulatedCloud cloud = cloud()) {
            mosquitto.destroyForcibly().waitFor();
            cloud.advance(Duration.ofSeconds(10));
            launch();

            try (MqttProbe probe = MqttProbe.listeningTo(cloud, FIRST)) {
                await().until(() -> {
                    cloud.reportAll();
                    return !probe.heard(FIRST, "quota").isEmpty();
                });
            }
        }
    }
}
