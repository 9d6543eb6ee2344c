package io.github.joulekeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The OpenAPI document, by which answers are judged: status, media type, and every part of a JSON body. What a schema with
 * properties does not name may not be there.
 */
public final class ApiDescription {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

    private final JsonNode document;

    /** @param document its text, as JSON */
    public ApiDescription(String document) {
        this.document = json(document);
    }

    /** Every operation of the API with each of its statuses, such as {@code GET /api/mode 200}. */
    public Set<String> statuses() {
        Set<String> all = new TreeSet<>();
        operations()
                .forEach(operation -> responses(operation)
                        .fieldNames()
                        .forEachRemaining(status -> all.add(operation + " " + status)));
        return all;
    }

    /** Such as {@code GET /api/devices/{device}}. */
    public Set<String> operations() {
        Set<String> all = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method) && path.getKey().startsWith("/api/")) {
                        all.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return all;
    }

    private JsonNode responses(String operation) {
        String[] parts = operation.split(" ", 2);
        return document.path("paths")
                .path(parts[1])
                .path(parts[0].toLowerCase(Locale.ROOT))
                .path("responses");
    }

    /**
     * Fails unless the answer is one that is described.
     *
     * @param operation as in {@link #operations()}
     * @param contentType of the answer; null without a body
     */
    public void check(String operation, int status, String contentType, String body) {
        String what = "%s answers %d %s: %s".formatted(operation, status, contentType, shortened(body));
        JsonNode response = responses(operation).path(Integer.toString(status));
        assertThat(response.isObject()).as("the status is described; " + what).isTrue();
        JsonNode content = response.path("content");
        if (content.isMissingNode() || content.isEmpty()) {
            assertThat(body).as(what).isEmpty();
            return;
        }
        String type = String.valueOf(contentType).split(";", 2)[0];
        JsonNode media = content.path(type);
        assertThat(media.isObject()).as("the media type is described; " + what).isTrue();
        if (type.endsWith("json")) {
            List<String> wrong = new ArrayList<>();
            check(json(body), media.path("schema"), "$", wrong);
            assertThat(wrong).as(what).isEmpty();
        }
    }

    private void check(JsonNode value, JsonNode schema, String place, List<String> wrong) {
        String reference = schema.path("$ref").asText();
        if (!reference.isEmpty()) {
            JsonNode target = document.at(reference.substring(1));
            assertThat(target.isObject()).as(reference).isTrue();
            check(value, target, place, wrong);
            return;
        }
        Set<String> types = texts(schema.path("type"));
        if (!types.isEmpty() && types.stream().noneMatch(type -> is(value, type))) {
            wrong.add("%s must be %s, not %s".formatted(place, types, shortened(value.toString())));
            return;
        }
        Set<String> choices = texts(schema.path("enum"));
        if (!choices.isEmpty() && !choices.contains(value.asText())) {
            wrong.add("%s must be one of %s, not %s".formatted(place, choices, value));
        }
        if (schema.path("format").asText().equals("date-time") && !isInstant(value.asText())) {
            wrong.add("%s must be an instant, not %s".formatted(place, value));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(value.get(i), schema.path("items"), place + "[" + i + "]", wrong);
            }
        }
        if (value.isObject()) {
            object(value, schema, place, wrong);
        }
    }

    private void object(JsonNode value, JsonNode schema, String place, List<String> wrong) {
        for (String name : texts(schema.path("required"))) {
            if (!value.has(name)) {
                wrong.add(place + "." + name + " is missing");
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        value.properties().forEach(property -> {
            String inner = place + "." + property.getKey();
            if (properties.has(property.getKey())) {
                check(property.getValue(), properties.path(property.getKey()), inner, wrong);
            } else if (others.isObject()) {
                check(property.getValue(), others, inner, wrong);
            } else if (properties.isObject()) {
                wrong.add(inner + " is not described");
            }
        });
    }

    private static boolean is(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new AssertionError("No type of JSON: " + type);
        };
    }

    private static boolean isInstant(String text) {
        try {
            Instant.parse(text);
            return true;
        } catch (DateTimeParseException none) {
            return false;
        }
    }

    /** One text, or those of a list. */
    private static Set<String> texts(JsonNode node) {
        return node.isArray()
                ? new HashSet<>(StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList())
                : node.isTextual() ? Set.of(node.asText()) : Set.of();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + shortened(text), e);
        }
    }

    private static String shortened(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "..." : text;
    }
}
