package io.github.joulekeeper.ecoflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SignaturePropertiesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 300)
    void theOrderOfMembersDoesNotMatter(@ForAll("bodies") Object body, @ForAll long seed) {
        JsonNode node = JSON.valueToTree(body);
        assertThat(Signature.parameters(shuffled(node, new Random(seed)))).isEqualTo(Signature.parameters(node));
    }

    @Property(tries = 300)
    void agreesWithASortedMapOfAllLeaves(@ForAll("bodies") Object body) {
        TreeMap<String, String> leaves = new TreeMap<>();
        collect("", body, leaves);
        List<String> expected = new ArrayList<>();
        leaves.forEach((key, value) -> expected.add(key + "=" + value));
        assertThat(Signature.parameters(JSON.<JsonNode>valueToTree(body))).isEqualTo(String.join("&", expected));
    }

    @Property(tries = 300)
    void keysComeInAscendingAsciiOrder(@ForAll("bodies") Object body) {
        String parameters = Signature.parameters(JSON.<JsonNode>valueToTree(body));
        List<String> keys = parameters.isEmpty()
                ? List.of()
                : Arrays.stream(parameters.split("&", -1))
                        .map(pair -> pair.substring(0, pair.indexOf('=')))
                        .toList();
        assertThat(keys).isSorted().doesNotHaveDuplicates();
    }

    @Property(tries = 200)
    void wrappingPrefixesEveryKey(@ForAll("bodies") Object body) {
        String bare = Signature.parameters(JSON.<JsonNode>valueToTree(body));
        String wrapped = Signature.parameters(JSON.<JsonNode>valueToTree(Map.of("p", body)));
        assertThat(wrapped).isEqualTo(bare.isEmpty() ? "" : "p." + bare.replace("&", "&p."));
    }

    @Property(tries = 200)
    void anyChangeOfASignedPartChangesTheSignature(@ForAll("texts") String parameters, @ForAll("texts") String nonce) {
        String signature = Signature.sign(parameters, "access", "secret", nonce, "1671171709428");
        assertThat(signature).matches("[0-9a-f]{64}");
        assertThat(Signature.sign(parameters + "x", "access", "secret", nonce, "1671171709428"))
                .isNotEqualTo(signature);
        assertThat(Signature.sign(parameters, "access", "secret", nonce + "1", "1671171709428"))
                .isNotEqualTo(signature);
        assertThat(Signature.sign(parameters, "access", "secret2", nonce, "1671171709428"))
                .isNotEqualTo(signature);
    }

    /** Maps, lists and leaves as plain Java values. */
    @Provide
    Arbitrary<Object> bodies() {
        Arbitrary<Object> leaf = Arbitraries.oneOf(
                Arbitraries.integers().asGeneric(),
                Arbitraries.of(true, false).asGeneric(),
                Arbitraries.strings().alpha().numeric().ofMaxLength(6).asGeneric());
        Arbitrary<String> key = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars('_', '-')
                .ofMinLength(1)
                .ofMaxLength(3);
        Arbitrary<Object> node = Arbitraries.recursive(
                () -> leaf,
                inner -> Arbitraries.oneOf(
                        inner,
                        inner.list().ofMaxSize(12).asGeneric(),
                        Arbitraries.maps(key, inner).ofMaxSize(4).asGeneric()),
                0,
                3);
        return Arbitraries.maps(key, node).ofMaxSize(6).asGeneric();
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().alpha().numeric().ofMaxLength(12);
    }

    private static void collect(String path, Object value, Map<String, String> into) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((key, inner) -> collect(path.isEmpty() ? "" + key : path + "." + key, inner, into));
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(path + "[" + i + "]", list.get(i), into);
                }
            }
            default -> into.put(path, String.valueOf(value));
        }
    }

    private static JsonNode shuffled(JsonNode node, Random random) {
        if (node.isObject()) {
            List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
            Collections.shuffle(members, random);
            ObjectNode copy = JSON.createObjectNode();
            members.forEach(member -> copy.set(member.getKey(), shuffled(member.getValue(), random)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JSON.createArrayNode();
            node.forEach(element -> copy.add(shuffled(element, random)));
            return copy;
        }
        return node;
    }
}
