package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second cloud by itself, spoken to by the JDK's HTTP client and Paho: what it does must be known before it judges. */
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class VendorCloudIT {
    private static final String SERIAL = "R331ZTEST0000001";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, JsonNode> heard = new ConcurrentHashMap<>();
    private int nonce = 100_000;

    @TempDir
    Path folder;

    @Test
    void answersAllFiveCalls() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder, VendorCloud.ACCOUNT, "first", Optional.empty());
                VendorCloud cloud = new VendorCloud(broker, "first");
                VendorStation station = cloud.add(SERIAL)) {
            assertThat(call(cloud, "GET", "/device/list", "").path("data").toString())
                    .isEqualTo("[{\"sn\":\"%s\",\"deviceName\":\"DELTA 2 0001\",\"online\":1}]".formatted(SERIAL));
            assertThat(call(cloud, "GET", "/certification", "")
                            .path("data")
                            .path("port")
                            .asText())
                    .isEqualTo(String.valueOf(broker.port()));
            assertThat(call(cloud, "GET", "/device/quota/all?sn=" + SERIAL, "")
                            .path("data")
                            .path("pd.soc")
                            .asInt())
                    .isEqualTo(50);

            station.reportChanges(false);
            assertThat(call(cloud, "PUT", "/device/quota", setWatts(600))
                            .path("code")
                            .asInt())
                    .isZero();
            await().until(() -> station.quota("mppt.cfgChgWatts").equals(600L));
            assertThat(call(cloud, "GET", "/device/quota/all?sn=" + SERIAL, "")
                            .path("data")
                            .path("mppt.cfgChgWatts")
                            .asInt())
                    .as("the cloud remembers what was reported last")
                    .isEqualTo(400);
            assertThat(call(cloud, "POST", "/device/quota", """
                            {"sn":"%s","params":{"quotas":["mppt.cfgChgWatts"]}}""".formatted(SERIAL))
                            .path("data")
                            .toString())
                    .as("the station knows what it was set to")
                    .isEqualTo("{\"mppt.cfgChgWatts\":600}");

            assertThat(call(cloud, "PUT", "/device/quota", setWatts(1))
                            .path("code")
                            .asText())
                    .isEqualTo("1006");
            assertThat(station.faults()).hasSize(1);
            station.online(false, false);
            assertThat(call(cloud, "PUT", "/device/quota", setWatts(700))
                            .path("code")
                            .asText())
                    .isEqualTo("6012");
            assertThat(station.received()).hasSize(3);
            assertThat(cloud.turnedAway()).isEmpty();

            cloud.kill();
            assertThatThrownBy(() -> call(cloud, "GET", "/device/list", "")).isInstanceOf(IOException.class);
            cloud.start();
            assertThat(call(cloud, "GET", "/device/list", "").path("code").asInt())
                    .isZero();
        }
    }

    @Test
    void speaksThroughMosquitto() throws Exception {
        try (Mosquitto broker = new Mosquitto(folder, VendorCloud.ACCOUNT, "first", Optional.empty());
                VendorCloud cloud = new VendorCloud(broker, "first");
                VendorStation station = cloud.add(SERIAL)) {
            MqttClient app = connect(broker, "first", null);
            app.subscribe("/open/" + VendorCloud.ACCOUNT + "/" + SERIAL + "/+");
            app.publish(
                    "/open/" + VendorCloud.ACCOUNT + "/" + SERIAL + "/set",
                    setWatts(600).getBytes(StandardCharsets.UTF_8),
                    1,
                    false);

            await().until(() -> heard.containsKey("set_reply") && heard.containsKey("quota"));
            assertThat(heard.get("set_reply").path("id").isNumber()).isTrue();
            assertThat(heard.get("set_reply").path("id").asLong()).isEqualTo(77);
            assertThat(heard.get("set_reply").path("data").path("ack").asInt(-1))
                    .isZero();
            assertThat(heard.get("quota").path("typeCode").asText()).isEqualTo("mpptStatus");
            assertThat(heard.get("quota").path("params").toString()).contains("\"cfgChgWatts\":600");

            broker.kill();
            broker.setPassword("second");
            broker.start();
            assertThatThrownBy(() -> connect(broker, "first", null))
                    .isInstanceOfSatisfying(
                            MqttException.class,
                            e -> assertThat(e.getReasonCode()).isEqualTo(MqttException.REASON_CODE_NOT_AUTHORIZED));
            heard.clear();
            MqttClient again = connect(broker, "second", null);
            again.subscribe("/open/" + VendorCloud.ACCOUNT + "/" + SERIAL + "/+");
            await("the station comes back").until(() -> {
                station.soc(50);
                return heard.containsKey("quota");
            });
            station.write(VendorStation.Shape.FLAT);
            heard.clear();
            station.longReport(19, 200_000);
            await().until(() -> heard.getOrDefault("quota", JSON.createObjectNode())
                            .toString()
                            .length()
                    > 200_000);
            assertThat(broker.clientIds()).containsExactly("an-app");
            again.disconnect();
            again.close();
            app.close();
        }
    }

    @Test
    void speaksTls() throws Exception {
        Certificates certificates = Certificates.make(folder.resolve("tls"), "dns:localhost,ip:127.0.0.1");
        try (Mosquitto broker = new Mosquitto(folder, VendorCloud.ACCOUNT, "first", Optional.of(certificates))) {
            MqttClient app = connect(broker, "first", trusting(certificates.authority()));
            assertThat(app.isConnected()).isTrue();
            app.disconnect();
            app.close();
        }
    }

    private MqttClient connect(Mosquitto broker, String password, SSLSocketFactory tls) throws MqttException {
        String scheme = tls == null ? "tcp" : "ssl";
        MqttClient client =
                new MqttClient(scheme + "://" + broker.host() + ":" + broker.port(), "an-app", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(broker.account());
        options.setPassword(password.toCharArray());
        if (tls != null) {
            options.setSocketFactory(tls);
        }
        client.setCallback(new Listener());
        client.connect(options);
        return client;
    }

    private static SSLSocketFactory trusting(Path authority) throws Exception {
        try (InputStream file = Files.newInputStream(authority)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        }
    }

    private JsonNode call(VendorCloud cloud, String method, String path, String body) throws Exception {
        URI uri = URI.create(cloud.url() + "/iot-open/sign" + path);
        String timestamp = String.valueOf(System.currentTimeMillis());
        String number = String.valueOf(++nonce);
        String parameters = body.isEmpty()
                ? VendorSignature.ofQuery(uri.getRawQuery())
                : VendorSignature.ofBody(JSON.readTree(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("accessKey", VendorCloud.ACCESS_KEY)
                .header("nonce", number)
                .header("timestamp", timestamp)
                .header(
                        "sign",
                        VendorSignature.sign(
                                parameters, VendorCloud.ACCESS_KEY, number, timestamp, VendorCloud.SECRET_KEY));
        if (body.isEmpty()) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json;charset=UTF-8");
            request.method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        return JSON.readTree(
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    private static String setWatts(int watts) {
        return """
                {"id":77,"version":"1.0","sn":"%s","moduleType":5,"operateType":"acChgCfg",
                 "params":{"chgWatts":%d,"chgPauseFlag":255}}""".formatted(SERIAL, watts);
    }

    private final class Listener implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) throws Exception {
            heard.put(topic.substring(topic.lastIndexOf('/') + 1), JSON.readTree(message.getPayload()));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
