package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.device.Numbers;
import io.github.joulekeeper.device.Quota;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the quotas of one model out of messages, in one pass and without a tree.
 *
 * <p>It takes every shape that is documented or seen: {@code params} or {@code param} with a {@code typeCode} and bare keys
 * (before or after it), flat keys that carry their prefix, {@code data} of HTTP answers and get replies, and a {@code
 * quotaMap} within it. Numbers may be strings and switches booleans. Lists, and keys that the model does not know, are kept
 * as JSON text; {@code null} says nothing and is left out.
 *
 * <p>Safe for use by several threads.
 */
final class ReportDecoder {
    private static final double EXACT_INTEGERS = 1L << 53;

    private final Model model;
    private final Map<String, Integer> byKey = new HashMap<>();
    private final Map<String, Prefixed> byTypeCode = new ConcurrentHashMap<>();

    private final KeyTable tableOfKeys;
    /** The types that came before, for a look by bytes; replaced as a whole. */
    private volatile Prefixed[] types = {};

    /** The model's quotas under a prefix, by their bare keys; the table finds them by their full keys too. */
    private record Prefixed(
            String prefix, Map<String, Integer> byBareKey, byte[] typeCode, int typeHash, KeyTable table) {}

    ReportDecoder(Model model) {
        this.model = model;
        model.quotas().forEach(quota -> byKey.put(quota.key(), quota.index()));
        this.tableOfKeys = new KeyTable(byKey);
    }

    Model model() {
        return model;
    }

    /**
     * Decodes a message.
     *
     * @param at when it was received
     * @return what it reports, or empty if it answers with a code other than 0
     * @throws IOException if it is not JSON, too large, too deep, or brings no quotas
     */
    Optional<Report> decode(String serial, Report.Source source, Instant at, byte[] bytes, int offset, int length)
            throws IOException {
        Entries entries = new Entries();
        String typeCode = null;
        String code = null;
        boolean found = false;
        try (JsonParser parser = WireJson.object(bytes, offset, length)) {
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "typeCode" -> typeCode = WireJson.scalar(parser);
                    case "code" -> code = WireJson.scalar(parser);
                    case "params", "param", "data", "quotaMap" -> {
                        if (value == JsonToken.START_OBJECT) {
                            found = true;
                            collect(parser, entries);
                        } else {
                            parser.skipChildren();
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        if (code != null && WireJson.number(code) != 0) {
            return Optional.empty();
        }
        if (!found) {
            throw new MalformedMessageException("has neither params nor data");
        }
        return Optional.of(report(serial, source, at, entries, typeCode));
    }

    /**
     * The same, and quicker for messages of the plain shape.
     *
     * @param scan of the calling thread alone
     */
    Optional<Report> decode(String serial, Report.Source source, Instant at, byte[] bytes, int length, PlainScan scan)
            throws IOException {
        return scan.scan(bytes, length)
                ? Optional.of(report(serial, source, at, scan))
                : decode(serial, source, at, bytes, 0, length);
    }

    private Report report(String serial, Report.Source source, Instant at, PlainScan scan) {
        Prefixed prefixed = prefixed(scan);
        KeyTable table = prefixed == null ? tableOfKeys : prefixed.table();
        int size = scan.size();
        int[] quotas = new int[size];
        double[] values = new double[size];
        Map<String, String> texts = Map.of();
        int count = 0;
        for (int i = 0; i < size; i++) {
            int index = table.find(scan, i);
            if (index >= 0 && model.quotas().get(index).numeric()) {
                quotas[count] = index;
                values[count++] = scan.value(i);
            } else {
                texts = texts.isEmpty() ? new HashMap<>() : texts;
                String key = index >= 0 ? model.quotas().get(index).key() : fullKey(scan.key(i), scan.type(), prefixed);
                texts.put(key, Numbers.plain(scan.value(i)));
            }
        }
        return count == size
                ? new Report(serial, source, at, quotas, values, texts)
                : new Report(serial, source, at, Arrays.copyOf(quotas, count), Arrays.copyOf(values, count), texts);
    }

    private @Nullable Prefixed prefixed(PlainScan scan) {
        for (Prefixed known : types) {
            if (scan.typeIs(known.typeHash(), known.typeCode())) {
                return known;
            }
        }
        String typeCode = scan.type();
        return typeCode == null ? null : prefixed(typeCode);
    }

    private static void collect(JsonParser parser, Entries entries) throws IOException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("quotaMap")) {
                collect(parser, entries);
            } else if (value != JsonToken.VALUE_NULL) {
                entries.add(name, parser);
            }
        }
    }

    private Report report(String serial, Report.Source source, Instant at, Entries entries, @Nullable String typeCode) {
        Prefixed prefixed = typeCode == null ? null : prefixed(typeCode);
        int[] quotas = new int[entries.size];
        double[] values = new double[entries.size];
        Map<String, String> texts = new HashMap<>();
        int count = 0;
        for (int i = 0; i < entries.size; i++) {
            String name = entries.names[i];
            Integer index = prefixed == null ? null : prefixed.byBareKey().get(name);
            if (index == null) {
                index = byKey.get(name);
            }
            Quota quota = index == null ? null : model.quotas().get(index);
            double value = entries.values[i];
            if (quota != null && quota.numeric() && !Double.isNaN(value)) {
                quotas[count] = quota.index();
                values[count++] = value;
            } else {
                texts.put(quota != null ? quota.key() : fullKey(name, typeCode, prefixed), entries.text(i));
            }
        }
        return new Report(serial, source, at, Arrays.copyOf(quotas, count), Arrays.copyOf(values, count), texts);
    }

    private static String fullKey(String name, @Nullable String typeCode, @Nullable Prefixed prefixed) {
        if (typeCode == null || name.indexOf('.') >= 0) {
            return name;
        }
        // Under a type that the model does not know, two bare keys could mean different things.
        return prefixed != null ? prefixed.prefix() + name : typeCode + "." + name;
    }

    private @Nullable Prefixed prefixed(String typeCode) {
        Prefixed known = byTypeCode.get(typeCode);
        // Only types that the model knows are kept: what a message claims must not fill the memory.
        return known != null
                ? known
                : model.quotaPrefix(typeCode)
                        .map(prefix -> learn(typeCode, prefix))
                        .orElse(null);
    }

    private synchronized Prefixed learn(String typeCode, String prefix) {
        return byTypeCode.computeIfAbsent(typeCode, ignored -> {
            Prefixed learnt = under(typeCode, prefix);
            Prefixed[] more = Arrays.copyOf(types, types.length + 1);
            more[types.length] = learnt;
            types = more;
            return learnt;
        });
    }

    private Prefixed under(String typeCode, String prefix) {
        Map<String, Integer> byBareKey = new HashMap<>();
        byKey.forEach((key, index) -> {
            if (key.startsWith(prefix)) {
                byBareKey.put(key.substring(prefix.length()), index);
            }
        });
        Map<String, Integer> all = new HashMap<>(byKey);
        all.putAll(byBareKey);
        byte[] bytes = typeCode.getBytes(StandardCharsets.UTF_8);
        return new Prefixed(prefix, byBareKey, bytes, PlainScan.hash(bytes), new KeyTable(all));
    }

    /** What was read before it is known which quotas the names mean, as the type may come after the values. */
    private static final class Entries {
        private String[] names = new String[64];
        private double[] values = new double[64];
        private @Nullable String[] texts = new @Nullable String[64];
        private int size;

        void add(String name, JsonParser parser) throws IOException {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
                texts = Arrays.copyOf(texts, size * 2);
            }
            double value = WireJson.number(parser);
            names[size] = name;
            values[size] = value;
            texts[size++] = text(parser, value);
        }

        /** The JSON text of what the number does not say exactly. */
        private static @Nullable String text(JsonParser parser, double value) throws IOException {
            if (parser.currentToken().isNumeric()) {
                return Math.abs(value) <= EXACT_INTEGERS ? null : parser.getText();
            }
            return Double.isNaN(value) || parser.currentToken().isBoolean() ? WireJson.text(parser) : null;
        }

        String text(int i) {
            String text = texts[i];
            return text != null ? text : Numbers.plain(values[i]);
        }
    }
}
