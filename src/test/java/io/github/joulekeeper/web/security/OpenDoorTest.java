package io.github.joulekeeper.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a login, on the loopback address: open for who sits there, and closed for the pages he looks at. */
@QuarkusTest
@TestProfile(OpenProfile.class)
class OpenDoorTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "127.0.0.1", "127.0.0.1:1234", "[::1]:8080", "LOCALHOST"})
    void ownNamesAreAnswered(String host) {
        assertThat(get(host, "")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "127.0.0.1@evil.example",
                "0.0.0.0",
                "192.168.1.4",
                "[::ffff:1.2.3.4]"
            })
    void aNameThatWasMadeToResolveToThisMachineIsNot(String host) {
        assertThat(get(host, "")).matches("(?s)HTTP/1.1 (421|400) .*").doesNotContain("stations");
    }

    @Test
    void aRequestWithoutAHostIsNot() {
        assertThat(Caller.raw("GET /api/status HTTP/1.0\r\n\r\n")).doesNotContain("HTTP/1.0 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example\r\n",
                "Origin: null\r\n",
                "Origin: http://localhost:1\r\n",
                "Sec-Fetch-Site: cross-site\r\n",
                "Sec-Fetch-Site: same-site\r\n"
            })
    void anotherPageCannotWrite(String header) {
        assertThat(put(header)).startsWith("HTTP/1.1 403");
    }

    @Test
    void aProgramAndAPageOfItsOwnCan() {
        assertThat(put("")).startsWith("HTTP/1.1 404");
        assertThat(put("Origin: http://localhost:8080\r\nSec-Fetch-Site: same-origin\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void noAnswerAllowsAnotherPageToReadIt() {
        assertThat(get("localhost", "Origin: https://evil.example\r\n"))
                .doesNotContainIgnoringCase("access-control-allow-origin");
    }

    private static String get(String host, String headers) {
        return Caller.raw("GET /api/status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + headers + "\r\n");
    }

    private static String put(String headers) {
        return Caller.raw("PUT /api/devices/no-such-thing/settings/none HTTP/1.1\r\nHost: localhost:8080\r\n"
                + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: 11\r\n" + headers
                + "\r\n{\"value\":1}");
    }
}
