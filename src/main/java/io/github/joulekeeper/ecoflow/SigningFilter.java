package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Signs each request as it leaves, with a nonce and a timestamp of its own. */
final class SigningFilter implements ClientRequestFilter {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(WireJson.FACTORY).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final CloudConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;

    SigningFilter(CloudConfig config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public void filter(ClientRequestContext request) {
        String nonce = Integer.toString(random.nextInt(100_000, 1_000_000));
        String timestamp = Long.toString(clock.millis());
        String sign = Signature.sign(parameters(request), config.accessKey(), config.secretKey(), nonce, timestamp);
        MultivaluedMap<String, Object> headers = request.getHeaders();
        headers.putSingle("accessKey", config.accessKey());
        headers.putSingle("nonce", nonce);
        headers.putSingle("timestamp", timestamp);
        headers.putSingle("sign", sign);
    }

    private static String parameters(ClientRequestContext request) {
        if (!(request.getEntity() instanceof String body)) {
            return Signature.parameters(query(request.getUri().getRawQuery()));
        }
        try {
            return Signature.parameters(MAPPER.readTree(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body to be signed is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, String> query(@Nullable String rawQuery) {
        Map<String, String> query = new HashMap<>();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            for (String pair : rawQuery.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                query.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
