package io.github.joulekeeper.web.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Logging in by a key and by an identity provider, and what the cookie is good for. */
@QuarkusTest
@TestProfile(LockedProfile.class)
class LoginTest {
    private static final String WRITE = "/api/devices/no-such-thing/settings/none";

    @Test
    void aBrowserIsSentToTheLoginPageAndFromThereBack() {
        given().redirects()
                .follow(false)
                .accept("text/html")
                .get("/login/oidc/../../rules?x=1")
                .then()
                .statusCode(org.hamcrest.Matchers.anyOf(equalTo(303), equalTo(404)));
        login(Caller.key(Roles.VIEWER), "/rules?x=1")
                .then()
                .statusCode(303)
                .header("Location", containsString("/rules?x=1"));
    }

    @Test
    void theCookieIsForThisSiteAndNoScript() {
        assertThat(login(Caller.key(Roles.VIEWER), "/").getHeader("Set-Cookie"))
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .doesNotContain("jk_");
    }

    @Test
    void aSessionMayLookButChangesNeedTheTokenOfThePage() {
        String cookie = login(Caller.key(Roles.EDITOR), "/").getCookie(Sessions.COOKIE);
        given().cookie(Sessions.COOKIE, cookie).get("/api/status").then().statusCode(200);
        given().cookie(Sessions.COOKIE, cookie)
                .contentType("application/json")
                .body("{}")
                .put(WRITE)
                .then()
                .statusCode(403)
                .body("detail", containsString("X-CSRF-Token"));
        given().cookie(Sessions.COOKIE, cookie)
                .header("X-CSRF-Token", "wrong")
                .contentType("application/json")
                .body("{}")
                .put(WRITE)
                .then()
                .statusCode(403);
    }

    @Test
    void withTheTokenOfThePageAChangeIsDoneAndTheLogoutEndsTheSession() {
        String cookie = login(Caller.key(Roles.OPERATOR), "/").getCookie(Sessions.COOKIE);
        String page = given().cookie(Sessions.COOKIE, cookie)
                .accept("text/html")
                .get("/stations/garage")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String token = page.replaceAll("(?s).*<meta name=\"csrf-token\" content=\"([^\"]+)\">.*", "$1");
        assertThat(token).hasSize(43);
        assertThat(page).contains("name=\"csrf-token\" value=\"" + token + "\"");
        String setting = "/api/devices/garage/settings/beeper.silent";

        given().cookie(Sessions.COOKIE, cookie)
                .contentType("application/json")
                .body("{\"value\":true}")
                .put(setting)
                .then()
                .statusCode(403);
        given().cookie(Sessions.COOKIE, cookie)
                .header("X-CSRF-Token", token)
                .contentType("application/json")
                .body("{\"value\":true}")
                .put(setting)
                .then()
                .statusCode(202)
                .body("claim.origin", equalTo("manual:key:of-operator"));
        given().cookie(Sessions.COOKIE, cookie)
                .header("X-CSRF-Token", token)
                .delete(setting)
                .then()
                .statusCode(202)
                .body("released", equalTo(true));
        given().cookie(Sessions.COOKIE, login(Caller.key(Roles.OPERATOR), "/").getCookie(Sessions.COOKIE))
                .header("X-CSRF-Token", token)
                .delete(setting)
                .then()
                .statusCode(403);

        given().cookie(Sessions.COOKIE, cookie)
                .redirects()
                .follow(false)
                .contentType("application/x-www-form-urlencoded")
                .formParam("csrf-token", token)
                .post("/logout")
                .then()
                .statusCode(303)
                .header("Location", containsString("/login"));
        given().cookie(Sessions.COOKIE, cookie).get("/api/status").then().statusCode(401);
    }

    @Test
    void anotherSitesPageCannotWriteEvenWithACookie() {
        String cookie = login(Caller.key(Roles.EDITOR), "/").getCookie(Sessions.COOKIE);
        for (Map.Entry<String, String> header : Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site")
                .entrySet()) {
            given().cookie(Sessions.COOKIE, cookie)
                    .header(header.getKey(), header.getValue())
                    .redirects()
                    .follow(false)
                    .post("/logout")
                    .then()
                    .statusCode(403);
        }
        given().cookie(Sessions.COOKIE, cookie).get("/api/status").then().statusCode(200);
    }

    @Test
    void theLogoutNeedsTheTokenToo() {
        String cookie = login(Caller.key(Roles.VIEWER), "/").getCookie(Sessions.COOKIE);
        given().cookie(Sessions.COOKIE, cookie)
                .contentType("application/x-www-form-urlencoded")
                .formParam("csrf-token", "guessed")
                .post("/logout")
                .then()
                .statusCode(403);
        given().cookie(Sessions.COOKIE, cookie).get("/api/status").then().statusCode(200);
    }

    @Test
    void aWrongKeyIsToldOnThePage() {
        login("jk_00000000_wrong", "/").then().statusCode(org.hamcrest.Matchers.anyOf(equalTo(401), equalTo(429)));
    }

    @Test
    void aRevokedKeyEndsItsSessionsWithoutARestart() throws Exception {
        KeysFile file = new KeysFile(Path.of(Caller.setting("test.keys-file")));
        ApiKey.Made made = ApiKey.make("passing", Roles.VIEWER, Instant.EPOCH, new Random());
        file.change(keys -> Stream.concat(keys.stream(), Stream.of(made.key())).toList());
        Awaitility.await("the key is known")
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> Caller.status("GET", "/api/status", "Bearer " + made.text()) == 200);
        String cookie = login(made.text(), "/").getCookie(Sessions.COOKIE);
        given().cookie(Sessions.COOKIE, cookie).get("/api/status").then().statusCode(200);

        file.change(keys -> keys.stream()
                .map(key -> key.id().equals(made.key().id()) ? key.revokedAt(Instant.EPOCH) : key)
                .toList());

        Awaitility.await("the key opens nothing")
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> given().cookie(Sessions.COOKIE, cookie)
                                .get("/api/status")
                                .statusCode()
                        == 401);
        assertThat(Caller.status("GET", "/api/status", "Bearer " + made.text())).isIn(401, 429);
    }

    @Test
    void aTokenOfTheProviderHasTheRolesThatTheConfigurationGivesIt() {
        // Wrong logins of other tests from this address may still count for a minute.
        Awaitility.await("the provider's token is looked at")
                .atMost(90, TimeUnit.SECONDS)
                .pollInterval(1, TimeUnit.SECONDS)
                .until(() -> bearer("operator", "GET", "/api/status") == 200);
        assertThat(bearer("nobody", "GET", "/api/status"))
                .as("'operator' of the provider is mapped to nothing")
                .isEqualTo(403);
        assertThat(bearer("expired", "GET", "/api/status")).isIn(401, 429);
    }

    @Test
    void theCodeFlowEndsInASessionOfOurOwn() {
        Response away = given().redirects().follow(false).get("/login/oidc");
        away.then().statusCode(302).header("Location", containsString("/authorize?response_type=code"));
        String state = away.getHeader("Location").replaceAll(".*[?&]state=([^&]+).*", "$1");

        Response back = given().redirects()
                .follow(false)
                .cookies(away.getCookies())
                .queryParam("state", state)
                .queryParam("code", "good")
                .get("/login/oidc");
        Map<String, String> cookies = back.getCookies();
        Response arrived = back;
        if (!cookies.containsKey(Sessions.COOKIE)) {
            arrived = given().redirects().follow(false).cookies(cookies).get("/login/oidc");
        }
        arrived.then().statusCode(303);
        String session = arrived.getCookie(Sessions.COOKIE);
        assertThat(session).isNotBlank();
        given().cookie(Sessions.COOKIE, session).get("/api/status").then().statusCode(200);
    }

    @Test
    void aCodeThatTheProviderDoesNotKnowGivesNoSession() {
        Response away = given().redirects().follow(false).get("/login/oidc");
        String state = away.getHeader("Location").replaceAll(".*[?&]state=([^&]+).*", "$1");
        Response back = given().redirects()
                .follow(false)
                .cookies(away.getCookies())
                .queryParam("state", state)
                .queryParam("code", "bad")
                .get("/login/oidc");
        assertThat(back.getCookies()).doesNotContainKey(Sessions.COOKIE);
        assertThat(back.statusCode()).isEqualTo(401);
    }

    @Test
    void everyAnswerTellsTheBrowserToAllowLittle() {
        given().get("/login")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'; script-src 'self'"))
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store");
    }

    private static int bearer(String who, String method, String path) {
        return Caller.status(method, path, "Bearer " + Caller.setting("test.token." + who));
    }

    private static Response login(String key, String to) {
        return given().redirects()
                .follow(false)
                .contentType("application/x-www-form-urlencoded")
                .formParam("key", key)
                .formParam("to", to)
                .post("/login");
    }
}
