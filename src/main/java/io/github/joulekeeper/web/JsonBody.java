package io.github.joulekeeper.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON object of a request, read so that each mistake in it gets a sentence of its own. */
public final class JsonBody {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ObjectNode node;

    private JsonBody(ObjectNode node) {
        this.node = node;
    }

    /**
     * The object.
     *
     * @param known the names that it may have
     * @throws jakarta.ws.rs.WebApplicationException 400 if it is none, or has other names
     */
    public static JsonBody read(@Nullable String text, List<String> known) {
        JsonNode parsed = parse(text);
        if (!(parsed instanceof ObjectNode object)) {
            throw Problem.badRequest("The body must be a JSON object with %s".formatted(String.join(", ", known)));
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.removeAll(known);
        if (!names.isEmpty()) {
            throw Problem.badRequest("The body has '%s', which is not known. It may have %s"
                    .formatted(names.getFirst(), String.join(", ", known)));
        }
        return new JsonBody(object);
    }

    /** Any JSON. @throws jakarta.ws.rs.WebApplicationException 400 if it is none */
    public static JsonNode parse(@Nullable String text) {
        try {
            JsonNode parsed = text == null ? MissingNode.getInstance() : MAPPER.readTree(text);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            throw Problem.badRequest(
                    "The body is not JSON: %s".formatted(e.getOriginalMessage()),
                    place == null
                            ? List.of()
                            : List.of(Problem.Place.at(
                                    Math.max(1, place.getLineNr()),
                                    Math.max(1, place.getColumnNr()),
                                    e.getOriginalMessage())));
        }
    }

    /** A field, a {@link MissingNode} if it is not there or null. */
    public JsonNode get(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? MissingNode.getInstance() : value;
    }
}
