package io.github.joulekeeper.simulator;

import static io.github.joulekeeper.simulator.TestClouds.FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "secret";

    @TempDir
    static Path folder;

    private static PfxOptions key;

    @BeforeAll
    static void createKey() throws IOException, InterruptedException {
        Path store = folder.resolve("key.p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of("-genkeypair", "-alias", "key", "-keyalg", "EC", "-dname", "CN=localhost"));
        command.addAll(List.of("-ext", "san=dns:localhost,ip:127.0.0.1", "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().transferTo(OutputStream.nullOutputStream());
        assertThat(process.waitFor()).isZero();
        key = new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }

    @Test
    void theBrokerSpeaksTlsWithACertificateForItsHost() {
        try (SimulatedCloud cloud = SimulatedCloud.start(
                        TestClouds.stepping().mqttTls(key, "localhost").build());
                MqttProbe probe = new MqttProbe(cloud.certificate(), "probe", key)) {
            assertThat(cloud.certificate().protocol()).isEqualTo("mqtts");
            assertThat(probe.subscribe(probe.topic(FIRST, "quota"), 1)).isEqualTo(1);
            cloud.reportAll();
            await().until(() -> probe.heard(FIRST, "quota").size() == 5);
        }
    }

    @Test
    void theApiSpeaksTls() throws IOException, InterruptedException, GeneralSecurityException {
        try (SimulatedCloud cloud =
                        SimulatedCloud.start(TestClouds.stepping().httpTls(key).build());
                HttpClient https =
                        HttpClient.newBuilder().sslContext(trusting()).build();
                HttpClient stranger = HttpClient.newHttpClient()) {
            HttpRequest request = new CloudClient(cloud).get("/iot-open/sign/device/list", "");
            assertThat(request.uri().getScheme()).isEqualTo("https");
            assertThat(https.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("\"code\":\"0\"");
            assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    private static SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(key.getPath()))) {
            own.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", own.getCertificate("key"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
