package io.github.joulekeeper.web.security;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A small OpenID Connect provider with an RSA key of its own: discovery, keys, and tokens for the code {@code good}. */
record IdentityProvider(WireMockServer server, KeyPair keys) {
    private static final String CLIENT = "joulekeeper";
    static final String CLIENT_SECRET = "MarkerClientSecret0123456789abcdefgh";

    static IdentityProvider start() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            WireMockServer server =
                    new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort());
            server.start();
            IdentityProvider provider = new IdentityProvider(server, generator.generateKeyPair());
            provider.serve();
            return provider;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What Joulekeeper is told of it, and tokens for tests. */
    Map<String, String> configuration() {
        return Map.of(
                "quarkus.oidc.tenant-enabled",
                "true",
                "quarkus.oidc.auth-server-url",
                url(),
                "quarkus.oidc.client-id",
                CLIENT,
                "quarkus.oidc.credentials.secret",
                CLIENT_SECRET,
                "quarkus.oidc.roles.role-claim-path",
                "groups",
                "joulekeeper.auth.roles.operator",
                "family,energy-admins",
                "test.token.operator",
                token("anna", List.of("family"), Duration.ofHours(1)),
                "test.token.nobody",
                token("otto", List.of("operator"), Duration.ofHours(1)),
                "test.token.expired",
                token("anna", List.of("family"), Duration.ofHours(-1)));
    }

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private void serve() {
        server.stubFor(get(urlPathEqualTo("/.well-known/openid-configuration"))
                .willReturn(okJson(Json.write(Map.of(
                        "issuer", url(),
                        "authorization_endpoint", url() + "/authorize",
                        "token_endpoint", url() + "/token",
                        "jwks_uri", url() + "/keys",
                        "response_types_supported", List.of("code"),
                        "subject_types_supported", List.of("public"),
                        "id_token_signing_alg_values_supported", List.of("RS256"))))));
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        server.stubFor(get(urlPathEqualTo("/keys"))
                .willReturn(okJson(Json.write(Map.of(
                        "keys",
                        List.of(Map.of(
                                "kty", "RSA",
                                "kid", "1",
                                "use", "sig",
                                "alg", "RS256",
                                "n", unsigned(key.getModulus()),
                                "e", unsigned(key.getPublicExponent()))))))));
        String token = token("anna", List.of("family"), Duration.ofHours(1));
        server.stubFor(post(urlPathEqualTo("/token"))
                .withRequestBody(WireMock.containing("code=good"))
                .willReturn(okJson(Json.write(Map.of(
                        "access_token", token, "id_token", token, "token_type", "Bearer", "expires_in", 3600)))));
    }

    private String token(String name, List<String> groups, Duration validFor) {
        Instant now = Instant.now();
        String head = encoded(Json.write(Map.of("alg", "RS256", "kid", "1", "typ", "JWT")));
        String body = encoded(Json.write(Map.of(
                "iss", url(),
                "aud", CLIENT,
                "sub", name,
                "preferred_username", name,
                "groups", groups,
                "iat", now.minusSeconds(7200).getEpochSecond(),
                "exp", now.plus(validFor).getEpochSecond())));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update((head + "." + body).getBytes(StandardCharsets.US_ASCII));
            return head + "." + body + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return encoded(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return encoded(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }
}
