package io.github.joulekeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The API of a running service. */
final class ServiceApi implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String url;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** What went wrong, as a sentence for whoever typed the command. */
    static final class CallFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        CallFailedException(String message) {
            super(message);
        }
    }

    /** @throws IllegalArgumentException if it is no http(s) address */
    ServiceApi(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("must be an address such as http://127.0.0.1:8080");
        }
        this.url = url.replaceAll("/+$", "");
    }

    /**
     * Reads what the service says.
     *
     * @param path such as {@code /api/rules}
     * @param name its next part, as a person wrote it; may be empty
     * @param rest what follows that, such as {@code /explain}; may be empty
     */
    JsonNode get(String path, String name, String rest) throws CallFailedException {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
        URI uri = URI.create(url + path + (name.isEmpty() ? "" : "/" + encoded) + rest);
        HttpResponse<String> answer = answer(uri);
        JsonNode body;
        try {
            body = MAPPER.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CallFailedException(
                    "What answers at %s is not Joulekeeper: status %d, and no JSON. Name its address by --url"
                            .formatted(uri, answer.statusCode()));
        }
        if (answer.statusCode() != 200) {
            throw new CallFailedException(body.path("detail")
                    .asText("The service answered %s with status %d".formatted(uri, answer.statusCode())));
        }
        return body;
    }

    private HttpResponse<String> answer(URI uri) throws CallFailedException {
        try {
            return client.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new CallFailedException("No Joulekeeper answers at %s%s. Start it, or name its address by --url"
                    .formatted(url, e.getMessage() == null ? "" : " (" + e.getMessage() + ")"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CallFailedException("Interrupted while waiting for " + uri);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
