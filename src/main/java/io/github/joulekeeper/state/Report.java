package io.github.joulekeeper.state;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Values that one message brought from a station, immutable. Numeric quotas that the model knows come as index and value;
 * everything else (lists, undocumented keys) as text by key.
 */
public final class Report {
    /** Where a report came from. */
    public enum Source {
        /** Pushed by the station over MQTT: also a sign of life. */
        PUSHED,
        /** The station's answer to a get command over MQTT: also a sign of life. */
        GET_REPLY,
        /**
         * The API's answer to a question for some quotas; no sign of life, since nothing says that the cloud passed the
         * question on to the station.
         */
        FETCHED,
        /** The cloud's memory ({@code quota/all}); no sign of life, it answers for offline stations too. */
        SNAPSHOT;

        /** Whether the station itself was heard. */
        public boolean ofTheStation() {
            return this == PUSHED || this == GET_REPLY;
        }
    }

    private final String serial;
    private final Source source;
    private final Instant at;
    private final int[] quotas;
    private final double[] values;
    private final Map<String, String> texts;

    /**
     * @param serial the station's serial number
     * @param at when it was received, by our clock
     * @param quotas indices of the model's quotas
     * @param values their values in the quotas' units, in the same order; finite
     * @param texts other keys with their values as JSON text
     */
    public Report(String serial, Source source, Instant at, int[] quotas, double[] values, Map<String, String> texts) {
        if (quotas.length != values.length) {
            throw new IllegalArgumentException(
                    "%d quotas must come with as many values, not %d".formatted(quotas.length, values.length));
        }
        this.serial = serial;
        this.source = source;
        this.at = at;
        this.quotas = quotas;
        this.values = values;
        this.texts = Map.copyOf(texts);
    }

    /** Both as one report, with the time and source of the later one; of values that both bring, the later ones. */
    public Report followedBy(Report later) {
        Map<Integer, Double> all = new LinkedHashMap<>();
        for (Report report : List.of(this, later)) {
            for (int i = 0; i < report.size(); i++) {
                all.put(report.quota(i), report.value(i));
            }
        }
        Map<String, String> allTexts = new HashMap<>(texts);
        allTexts.putAll(later.texts);
        return new Report(
                serial,
                later.source,
                later.at,
                all.keySet().stream().mapToInt(Integer::intValue).toArray(),
                all.values().stream().mapToDouble(Double::doubleValue).toArray(),
                allTexts);
    }

    public String serial() {
        return serial;
    }

    public Source source() {
        return source;
    }

    public Instant at() {
        return at;
    }

    public int size() {
        return quotas.length;
    }

    public int quota(int i) {
        return quotas[i];
    }

    public double value(int i) {
        return values[i];
    }

    public Map<String, String> texts() {
        return texts;
    }

    @Override
    public String toString() {
        return "Report[%s %s %s %s]".formatted(source, at, Arrays.toString(quotas), Arrays.toString(values));
    }

    /** The same with some of its quotas only. */
    Report only(IntPredicate kept) {
        int[] indices = IntStream.range(0, quotas.length)
                .filter(i -> kept.test(quotas[i]))
                .toArray();
        return new Report(
                serial,
                source,
                at,
                Arrays.stream(indices).map(i -> quotas[i]).toArray(),
                Arrays.stream(indices).mapToDouble(i -> values[i]).toArray(),
                texts);
    }
}
