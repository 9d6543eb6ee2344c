package io.github.joulekeeper.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Jackson reads what is written, and writes the same. */
class JsonWriterTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings()
                .withChars("abc \"\\/\b\f\n\r\t\0\u001f\u007f\u0080é€😀\u2028")
                .ofMaxLength(40);
        // Half of a character is none: it is written as a question mark, and Jackson would refuse it.
        return any.map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(-2_000_000_000L, 10_000_000_000L)
                .flatMap(second -> Arbitraries.of(0, 1, 1000, 5_000_000, 120_000_000, 123_456_789, 999_999_999)
                        .map(nano -> Instant.ofEpochSecond(second, nano)));
    }

    @Property
    void isTheSameAsJacksons(
            @ForAll("texts") String name,
            @ForAll("texts") String text,
            @ForAll long number,
            @ForAll double real,
            @ForAll("instants") Instant at)
            throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("text", text);
        values.put("long", number);
        values.put("int", (int) number);
        values.put("real", real);
        values.put("truth", number % 2 == 0);
        values.put("list", List.of(1, "two", Map.of("x", 3.5)));
        Lines lines = new Lines(16);
        new JsonWriter(lines)
                .begin()
                .field("name", text)
                .field("number", number)
                .field("list", List.of(text, name))
                .field("values", values)
                .field("none", Map.of())
                .field("at", at)
                .end();

        ObjectNode expected = JACKSON.createObjectNode().put("name", text).put("number", number);
        expected.putArray("list").add(text).add(name);
        expected.set("values", JACKSON.valueToTree(values));
        expected.putObject("none");
        expected.put("at", at.toString());
        String written = new String(lines.toBytes(), StandardCharsets.UTF_8);
        assertThat(written).isEqualTo(JACKSON.writeValueAsString(expected));
        JsonNode read = JACKSON.readTree(written);
        assertThat(read.path("name").asText()).isEqualTo(text);
        assertThat(read.path("at").asText()).isEqualTo(at.toString());
    }
}
