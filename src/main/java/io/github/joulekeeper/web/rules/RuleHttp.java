package io.github.joulekeeper.web.rules;

import io.github.joulekeeper.web.JsonBody;
import io.github.joulekeeper.web.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The text of rules in requests, and the tags by which a request says which text it knows. */
final class RuleHttp {
    static final String YAML = "application/yaml";
    static final String X_YAML = "application/x-yaml";
    static final String TEXT_YAML = "text/yaml";

    private RuleHttp() {}

    /** The text as YAML, which JSON is but for tabs; those stand only between its values, and a space keeps all places. */
    static String of(@Nullable String body, HttpHeaders headers) {
        String text = body == null ? "" : body;
        MediaType type = headers.getMediaType();
        if (type != null && type.isCompatible(MediaType.APPLICATION_JSON_TYPE)) {
            JsonBody.parse(text);
            return text.replace('\t', ' ');
        }
        return text;
    }

    static String etag(String tag) {
        return '"' + tag + '"';
    }

    /** Whether a rule with this tag is one that {@code If-Match} names. */
    static Predicate<String> ifMatch(@Nullable String header) {
        if (header == null || header.isBlank()) {
            throw Problem.of(
                    428,
                    "Precondition Required",
                    "The header If-Match is missing. Read the rule and send back its ETag, so that nobody's change is lost",
                    List.of());
        }
        List<String> tags = Arrays.stream(header.split(",")).map(String::strip).toList();
        return tag -> tags.contains("*") || tags.contains(etag(tag));
    }

    /** A reference to the rule. */
    static String location(String id) {
        return "/api/rules/" + id;
    }

    static Response.ResponseBuilder tagged(Response.ResponseBuilder response, String tag) {
        return response.header(HttpHeaders.ETAG, etag(tag));
    }
}
