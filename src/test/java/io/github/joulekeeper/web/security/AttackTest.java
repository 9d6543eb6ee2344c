package io.github.joulekeeper.web.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attacker would try. */
@QuarkusTest
@TestProfile(LockedProfile.class)
class AttackTest {
    private static final String EDITOR = "Authorization: Bearer %s\r\n";

    @Test
    void tenThousandWrongKeysAreRefusedAndHoldUpNobodyElse() {
        int waits = 0;
        for (int i = 0; i < 10_000; i++) {
            int status = Caller.status("GET", "/api/status", "Bearer jk_%08x_wrong".formatted(i));
            assertThat(status).isIn(401, 429);
            waits += status == 429 ? 1 : 0;
            if (i % 1000 == 0) {
                assertThat(Caller.status("GET", "/api/status", "Bearer " + Caller.key(Roles.VIEWER)))
                        .isEqualTo(200);
            }
        }
        assertThat(waits).isGreaterThan(9_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../q/metrics",
                "/api/%2e%2e/q/metrics",
                "/..%2f..%2fetc/passwd",
                "/assets/../../keys.json",
                "/assets/%2e%2e/%2e%2e/keys.json",
                "/api//status",
                "//api/status",
                "/api/status/",
                "/api/status;x=1",
                "/API/status",
                "/%61pi/status",
                "/api/rules/..%2f..%2fkeys.json",
                "/q/health/ready/../../metrics",
                "/q/health/live/%2e%2e/%2e%2e/metrics",
                "/q//metrics",
                "/q/metrics/",
                "/q/metrics;a=b",
                "/%71/metrics",
                "/login/../api/status"
            })
    void noSpellingOfAPathGetsPastTheDoor(String path) {
        String answer = Caller.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertThat(answer).matches(text -> text.startsWith("HTTP/1.1 40"), "is refused");
        assertThat(answer).doesNotContain("root:").doesNotContain("sha256").doesNotContain("jvm_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 70000\r\n", "Content-Length: 99999999999999999999\r\n"})
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead(String length) {
        String answer = Caller.raw("PUT /api/devices/x/settings/y HTTP/1.1\r\nHost: localhost\r\n"
                + EDITOR.formatted(Caller.key(Roles.EDITOR)) + "Content-Type: application/json\r\n" + length + "\r\n");
        assertThat(answer).matches("(?s)HTTP/1.1 (413|400) .*");
    }

    @Test
    void aBodyThatDoesNotSayItsLengthIsCutOff() throws IOException {
        try (Socket socket = Caller.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("4000\r\n" + "x".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            try {
                for (int sent = 0; sent < 100; sent++) {
                    out.write(chunk);
                }
            } catch (SocketException closed) {
                // It need not read all of it.
            }
            assertThat(Caller.readAll(socket))
                    .as("the connection ends, and with it no answer but a refusal")
                    .matches("(?s)(HTTP/1.1 413 .*)?");
        }
    }

    @Test
    void headersThatComeByteByByteEndTheConnection() throws IOException {
        try (Socket socket = Caller.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /api/status HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            assertEnds(socket, out);
        }
    }

    @Test
    void soDoThoseOfALaterRequest() throws IOException {
        try (Socket socket = Caller.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /q/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            out.write("GET /api/status HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            assertEnds(socket, out);
        }
    }

    @Test
    void aBodyThatComesByteByByteEndsTheConnection() throws IOException {
        try (Socket socket = Caller.connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            + "Content-Length: 1000\r\n\r\nkey=")
                    .getBytes(StandardCharsets.US_ASCII));
            assertEnds(socket, out);
        }
    }

    private static void assertEnds(Socket socket, OutputStream out) {
        Awaitility.await("the service ends the connection")
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> {
                    try {
                        out.write('x');
                        out.flush();
                        return false;
                    } catch (SocketException closed) {
                        return true;
                    }
                });
        assertThat(socket.isConnected()).isTrue();
    }

    @Test
    void headersThatAreTooLargeAreRefused() {
        assertThat(Caller.raw("GET /api/status HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"))
                .matches("(?s)(HTTP/1.1 (400|431) .*)?");
        assertThat(Caller.raw("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .contains(" 414 ");
    }

    @Test
    void noHeaderCanBeInjectedThroughTheLogin() {
        for (String to : List.of(
                "/x%0d%0aSet-Cookie:%20a=b",
                "//evil.example/", "/\\evil.example", "https://evil.example", "/%2f%2fevil")) {
            String body = "key=" + Caller.key(Roles.VIEWER) + "&to=" + to;
            String answer = Caller.raw("POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            assertThat(answer)
                    .as(to)
                    .startsWith("HTTP/1.1 303")
                    .doesNotContain("a=b")
                    .doesNotContain("evil");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 3\r\nContent-Length: 4\r\n",
                "Bad Header: x\r\n",
                "Content-Length: -1\r\n"
            })
    void ambiguousRequestsAreRefusedOrEndTheConnection(String headers) {
        String answer =
                Caller.raw("POST /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\nabc");
        assertThat(answer)
                .doesNotContain("HTTP/1.1 2")
                .doesNotContain("HTTP/1.1 5")
                .doesNotContain("Exception");
    }

    @Test
    void errorsTellNothingOfTheInside() {
        for (String path : List.of("/api/commands?limit=%00", "/api/devices/%ff", "/nothing", "/api/rules/%00")) {
            String answer = given().urlEncodingEnabled(false)
                    .header("Authorization", "Bearer " + Caller.key(Roles.VIEWER))
                    .get(path)
                    .asString();
            assertThat(answer)
                    .as(path)
                    .doesNotContain("Exception")
                    .doesNotContain("at io.")
                    .doesNotContain(".java");
        }
    }
}
