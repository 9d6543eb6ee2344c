package io.github.joulekeeper.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.joulekeeper.web.rules.ReplayApiTest;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API is right, complete, and what the service does. */
@QuarkusTest
@TestProfile(ApiCloud.Profile.class)
class OpenApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Class<? extends Annotation>> METHODS =
            List.of(GET.class, PUT.class, POST.class, DELETE.class);
    /** What stands for the parts of paths that are in braces. */
    private static final Map<String, String> PARTS = Map.of(
            "device", "garage",
            "setting", "ac-charging.watts",
            "rule", "quiet",
            "model", "delta-2",
            "id", "1");

    @ConfigProperty(name = "joulekeeper.data")
    java.nio.file.Path data;

    private String text;
    private OpenAPI api;

    @BeforeEach
    void read() {
        text = given().accept("application/json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(text, null, options);
        assertThat(result.getMessages()).as("what a parser finds wrong").isNullOrEmpty();
        api = result.getOpenAPI();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            given().get("/api/devices/garage").then().body("online", equalTo(true));
            given().get("/api/rules/quiet").then().statusCode(200);
        });
    }

    @AfterEach
    void asBefore() {
        given().contentType("application/json")
                .body("{\"mode\":\"control\"}")
                .put("/api/mode")
                .then()
                .statusCode(200);
        given().delete("/api/devices/garage/settings/ac-charging.watts").then().statusCode(202);
    }

    @Test
    void itDescribesEveryPathAndMethodAndNoOther() {
        Set<String> described = new TreeSet<>();
        api.getPaths()
                .forEach((path, item) ->
                        item.readOperationsMap().keySet().forEach(method -> described.add(method + " " + path)));
        described.removeIf(one -> !one.contains(" /api/"));

        Set<String> served = new TreeSet<>();
        for (JavaClass resource : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.github.joulekeeper.web")) {
            if (resource.isAnnotatedWith(Path.class)) {
                String root = resource.getAnnotationOfType(Path.class).value();
                resource.getMethods().forEach(method -> served(root, method, served));
            }
        }
        served.removeIf(one -> !one.contains(" /api/"));

        assertThat(described).isNotEmpty().isEqualTo(served);
    }

    private static void served(String root, JavaMethod method, Set<String> served) {
        for (Class<? extends Annotation> verb : METHODS) {
            if (method.isAnnotatedWith(verb)) {
                String rest = method.tryGetAnnotationOfType(Path.class)
                        .map(Path::value)
                        .orElse("");
                String path = (root + (rest.isEmpty() || rest.startsWith("/") ? "" : "/") + rest).replaceAll("/$", "");
                served.add(verb.getSimpleName() + " " + path.replaceAll("\\{(\\w+):[^}]*}", "{$1}"));
            }
        }
    }

    @Test
    void everyOperationSaysWhatItIsForAndWhatItAnswers() {
        operations().forEach((name, operation) -> {
            assertThat(operation.getSummary()).as(name).isNotBlank();
            assertThat(operation.getResponses().keySet()).as(name).anyMatch(status -> status.startsWith("2"));
            operation.getResponses().forEach((status, response) -> {
                assertThat(response.getDescription()).as(name + " " + status).isNotBlank();
                // 401 and 403 come from the login and are the same everywhere.
                if (status.startsWith("4") && !status.equals("401") && !status.equals("403")) {
                    assertThat(response.getContent()).as(name + " " + status).containsKey(Problem.MEDIA_TYPE);
                }
            });
        });
    }

    @Test
    void everyExampleIsAccepted() throws IOException {
        Files.createDirectories(data.resolve("recordings"));
        Files.writeString(data.resolve("recordings/2026-06-01.jsonl"), ReplayApiTest.RECORDING);
        JsonNode document = JSON.readTree(text);
        int tried = 0;
        for (Map.Entry<String, Operation> operation : operations().entrySet()) {
            String method = operation.getKey().substring(0, operation.getKey().indexOf(' '));
            String path = operation.getKey().substring(method.length() + 1);
            JsonNode content = document.path("paths")
                    .path(path)
                    .path(method.toLowerCase(java.util.Locale.ROOT))
                    .path("requestBody")
                    .path("content");
            for (Map.Entry<String, JsonNode> media : content.properties()) {
                for (String example : examples(document, media.getValue())) {
                    // Rules are created and replaced in their own test; here it counts that they are right.
                    String actual = path.startsWith("/api/rules") ? "/api/rules/validate" : filled(path, PARTS);
                    Response response = given().config(TextTypes.CONFIG)
                            .contentType(media.getKey())
                            .body(example)
                            .request(path.startsWith("/api/rules") ? "POST" : method, actual);
                    assertThat(response.statusCode())
                            .as("%s with %s: %s", operation.getKey(), example, response.asString())
                            .isLessThan(300);
                    if (actual.endsWith("/validate")) {
                        response.then().body("valid", equalTo(true));
                    }
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(5);
    }

    private static List<String> examples(JsonNode document, JsonNode media) {
        List<String> found = new ArrayList<>();
        media.path("examples").forEach(example -> found.add(plain(example.path("value"))));
        if (media.has("example")) {
            found.add(plain(media.path("example")));
        }
        String ref = media.path("schema").path("$ref").asText();
        if (!ref.isEmpty()) {
            JsonNode schema = document.at(ref.substring(1));
            if (schema.has("example")) {
                found.add(plain(schema.path("example")));
            }
            schema.path("examples").forEach(example -> found.add(plain(example)));
        }
        return found;
    }

    private static String plain(JsonNode example) {
        return example.isTextual() ? example.asText() : example.toString();
    }

    private Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        api.getPaths().forEach((path, item) -> {
            if (path.startsWith("/api/")) {
                operations(item).forEach((method, operation) -> operations.put(method + " " + path, operation));
            }
        });
        return operations;
    }

    private static Map<PathItem.HttpMethod, Operation> operations(PathItem item) {
        return item.readOperationsMap();
    }

    /** The path with its parts, or with parts that are nowhere. */
    private static String filled(String path, Map<String, String> parts) {
        String filled = path;
        for (String name : PARTS.keySet()) {
            filled = filled.replace("{" + name + "}", parts.getOrDefault(name, "999999999"));
        }
        return filled.replaceAll("\\{\\w+}", "1");
    }
}
