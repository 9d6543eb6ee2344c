package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.joulekeeper.device.CommandTemplate.Payload;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Writes the requests to stations as the vendor's page shows them: over HTTP with the serial number, over MQTT with {@code
 * from}. Decimals are written exactly as they are signed.
 */
final class RequestEncoder {
    private static final String VERSION = "1.0";
    private static final String FROM = "Joulekeeper";

    private RequestEncoder() {}

    /** What an object of JSON consists of. */
    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** The body of {@code PUT /iot-open/sign/device/quota}. */
    static String httpSet(String serial, long messageId, Payload payload) {
        return object(json -> {
            json.writeNumberField("id", messageId);
            json.writeStringField("version", VERSION);
            json.writeStringField("sn", serial);
            command(json, payload);
        });
    }

    /** The body of {@code POST /iot-open/sign/device/quota}. */
    static String httpGet(String serial, List<String> quotaKeys) {
        return object(json -> {
            json.writeStringField("sn", serial);
            quotas(json, quotaKeys);
        });
    }

    /** The message for a station's {@code set} topic. */
    static String mqttSet(long messageId, Payload payload) {
        return object(json -> {
            json.writeNumberField("id", messageId);
            json.writeStringField("version", VERSION);
            json.writeStringField("from", FROM);
            command(json, payload);
        });
    }

    /** The message for a station's {@code get} topic. The page names the topic but shows no message: this is the one of HTTP. */
    static String mqttGet(long messageId, List<String> quotaKeys) {
        return object(json -> {
            json.writeNumberField("id", messageId);
            json.writeStringField("version", VERSION);
            json.writeStringField("from", FROM);
            quotas(json, quotaKeys);
        });
    }

    private static void command(JsonGenerator json, Payload payload) throws IOException {
        for (Map.Entry<String, Object> field : payload.envelope().entrySet()) {
            field(json, field.getKey(), field.getValue());
        }
        field(json, "params", payload.params());
    }

    private static void quotas(JsonGenerator json, List<String> quotaKeys) throws IOException {
        json.writeObjectFieldStart("params");
        field(json, "quotas", quotaKeys);
        json.writeEndObject();
    }

    private static void field(JsonGenerator json, String name, Object value) throws IOException {
        json.writeFieldName(name);
        value(json, value);
    }

    private static void value(JsonGenerator json, Object value) throws IOException {
        switch (value) {
            case String text -> json.writeString(text);
            case Boolean truth -> json.writeBoolean(truth);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Number number ->
                json.writeNumber(
                        new BigDecimal(number.toString()).stripTrailingZeros().toPlainString());
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> field : map.entrySet()) {
                    field(json, String.valueOf(field.getKey()), field.getValue());
                }
                json.writeEndObject();
            }
            case Collection<?> list -> {
                json.writeStartArray();
                for (Object element : list) {
                    value(json, element);
                }
                json.writeEndArray();
            }
            default ->
                throw new IllegalArgumentException(
                        "A command can carry texts, numbers, booleans, maps and lists, not %s (%s). Correct the catalog file"
                                .formatted(value, value.getClass().getSimpleName()));
        }
    }

    private static String object(Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = WireJson.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            // A StringWriter does no I/O.
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
