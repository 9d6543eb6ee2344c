package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the product serves as the API's description is what its code says. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class DescriptionTest {
    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    void servesWhatTheCodeSays(String format) throws IOException {
        String code = read("/q/described?format=" + format, format);
        Path made = Files.writeString(Path.of("target", "openapi." + format), code);

        String served = read("/q/openapi?format=" + format, format);

        // Not the two documents: they have thousands of lines.
        assertThat(Arrays.mismatch(served.toCharArray(), code.toCharArray()))
                .as(
                        "where the API's description differs: look at the difference, and copy %s to src/main/resources",
                        made)
                .isEqualTo(-1);
        assertThat(read("/q/openapi." + format, format)).isEqualTo(served);
    }

    private static String read(String path, String format) {
        return given().get(path)
                .then()
                .statusCode(200)
                .contentType("application/%s;charset=UTF-8".formatted(format))
                .extract()
                .asString();
    }
}
