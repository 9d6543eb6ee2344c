package io.github.joulekeeper.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one line of a recording, in one pass and without a tree; what the vendor's own messages say, by way of one. */
final class EventReader {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(100)
                    .maxNameLength(500)
                    .build())
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private static final int MOST_EXPECTED = 512;
    private static final int END = -2;
    private static final SerializedString NO_KEY = new SerializedString("");

    private final KnownStations stations;
    private final VendorMessages vendor;

    // The last line's fields; they belong to the line that is being read.
    private @Nullable String type;
    private @Nullable Instant at;
    private @Nullable String serial;
    private @Nullable String source;
    private @Nullable Instant other;
    private @Nullable String name;
    private @Nullable String model;
    private @Nullable Duration staleAfter;
    private @Nullable ZoneId zone;
    private @Nullable Boolean online;
    private long events;
    private @Nullable Model readingsModel;

    private int[] quotas = new int[256];
    private double[] values = new double[256];
    private int size;

    // The keys of the readings before and their quotas: a station reports the same ones in the same order again and
    // again,
    // and a key that is expected needs no look-up.
    private final SerializedString[] expected = new SerializedString[MOST_EXPECTED];
    private final int[] expectedQuotas = new int[MOST_EXPECTED];
    private @Nullable Model expectedOf;

    EventReader(KnownStations stations, VendorMessages vendor) {
        this.stations = stations;
        this.vendor = vendor;
    }

    /**
     * Reads a line and puts what it says into a queue: one event, or two where it implies a station.
     *
     * @throws MalformedEventException if it is no event
     */
    void read(byte[] bytes, int offset, int length, Queue<RecordedEvent> into) throws MalformedEventException {
        forget();
        try (JsonParser parser = FACTORY.createParser(bytes, offset, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedEventException("not a JSON object");
            }
            String first = parser.nextFieldName();
            if (!"type".equals(first)) {
                vendor.read(bytes, offset, length, into);
                return;
            }
            for (String field = first; field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                take(field, parser, into);
            }
            if (parser.nextToken() != null) {
                throw new MalformedEventException("more than one JSON object in a line");
            }
            into.add(event());
        } catch (JsonProcessingException e) {
            throw new MalformedEventException("not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new MalformedEventException("not readable: " + e.getMessage());
        }
    }

    private void forget() {
        type = null;
        at = null;
        serial = null;
        source = null;
        other = null;
        name = null;
        model = null;
        staleAfter = null;
        zone = null;
        online = null;
        readingsModel = null;
        events = 0;
        size = 0;
    }

    private void take(String field, JsonParser parser, Queue<RecordedEvent> implied)
            throws IOException, MalformedEventException {
        switch (field) {
            case "type" -> type = parser.getText();
            case "at" -> at = instant(field, parser);
            case "serial" -> serial = parser.getText();
            case "source" -> source = parser.getText();
            case "received", "since" -> other = instant(field, parser);
            case "name" -> name = parser.getText();
            case "model" -> model = parser.getText();
            case "staleAfter" -> staleAfter = duration(parser.getText());
            case "zone" -> zone = zone(parser.getText());
            case "online" -> online = parser.getBooleanValue();
            case "events" -> events = parser.getLongValue();
            case "version" -> {
                if (parser.getIntValue() != EventWriter.VERSION) {
                    throw new MalformedEventException("a recording of version %s; this Joulekeeper reads version %d"
                            .formatted(parser.getText(), EventWriter.VERSION));
                }
            }
            case "readings" -> readings(parser, implied);
            default -> parser.skipChildren();
        }
    }

    private void readings(JsonParser parser, Queue<RecordedEvent> implied) throws IOException, MalformedEventException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new MalformedEventException("readings must be an object of values by quota key");
        }
        if (serial == null || at == null) {
            throw new MalformedEventException("at and serial must come before readings");
        }
        Model known = stations.model(serial, Set.of(), at, implied);
        readingsModel = known;
        if (known != expectedOf) {
            Arrays.fill(expected, NO_KEY);
            Arrays.fill(expectedQuotas, -1);
            expectedOf = known;
        }
        for (int place = 0; ; place++) {
            int quota = quota(parser, place, known);
            if (quota == END) {
                break;
            }
            JsonToken token = parser.nextToken();
            if (quota < 0 || !token.isNumeric()) {
                // A list, or a key that the catalog does not know any more: no condition can use it.
                parser.skipChildren();
                continue;
            }
            if (size == quotas.length) {
                quotas = Arrays.copyOf(quotas, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            double value = token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT
                    ? parser.getIntValue()
                    : parser.getDoubleValue();
            if (Double.isFinite(value)) {
                quotas[size] = quota;
                values[size++] = value;
            }
        }
    }

    /** The quota of the next key, -1 if the model has none, {@link #END} at the end of the readings. */
    private int quota(JsonParser parser, int place, Model known) throws IOException {
        boolean kept = place < MOST_EXPECTED;
        if (kept && parser.nextFieldName(expected[place])) {
            return expectedQuotas[place];
        }
        String key = kept
                ? (parser.currentToken() == JsonToken.FIELD_NAME ? parser.currentName() : null)
                : parser.nextFieldName();
        if (key == null) {
            return END;
        }
        int quota = known.indexOf(key);
        if (kept) {
            expected[place] = new SerializedString(key);
            expectedQuotas[place] = quota;
        }
        return quota;
    }

    private RecordedEvent event() throws MalformedEventException {
        Instant when = needed("at", at);
        String kind = needed("type", type);
        return switch (kind) {
            case "recording" -> new RecordedEvent.Began(when, Optional.ofNullable(zone));
            case "station" ->
                stations.station(
                        when,
                        needed("serial", serial),
                        name == null ? needed("serial", serial) : name,
                        needed("model", model),
                        staleAfter == null ? Duration.ofMinutes(5) : staleAfter);
            case "report" ->
                new RecordedEvent.Reported(
                        when,
                        needed("readings", readingsModel),
                        report(when, reportSource(), received(when)),
                        Optional.ofNullable(online));
            case "carried" ->
                new RecordedEvent.Carried(
                        when,
                        needed("readings", readingsModel),
                        needed("online", online),
                        report(when, Report.Source.SNAPSHOT, when));
            case "online" ->
                new RecordedEvent.Online(when, needed("serial", serial), needed("online", online), received(when));
            case "lost" -> new RecordedEvent.Lost(when, events);
            default ->
                throw new MalformedEventException(
                        "the type '%s' is not one of recording, station, carried, report, online, lost"
                                .formatted(kind));
        };
    }

    private Instant received(Instant when) {
        return other == null ? when : other;
    }

    private Report report(Instant when, Report.Source from, Instant received) throws MalformedEventException {
        return new Report(
                needed("serial", serial),
                from,
                received,
                Arrays.copyOf(quotas, size),
                Arrays.copyOf(values, size),
                Map.of());
    }

    private Report.Source reportSource() throws MalformedEventException {
        if (source == null) {
            return Report.Source.PUSHED;
        }
        for (Report.Source known : Report.Source.values()) {
            if (EventWriter.word(known).equals(source)) {
                return known;
            }
        }
        throw new MalformedEventException(
                "the source '%s' is not one of pushed, get-reply, fetched, snapshot".formatted(source));
    }

    private static <T> T needed(String field, @Nullable T value) throws MalformedEventException {
        if (value == null) {
            throw new MalformedEventException("'%s' is missing".formatted(field));
        }
        return value;
    }

    private static Instant instant(String field, JsonParser parser) throws IOException, MalformedEventException {
        String text = parser.getText();
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedEventException(
                    "%s must be an instant such as 2026-06-01T12:00:00Z, not '%s'".formatted(field, text));
        }
    }

    private static Duration duration(String text) throws MalformedEventException {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Told below, like one that is not positive.
        }
        throw new MalformedEventException(
                "staleAfter must be a positive duration such as PT5M, not '%s'".formatted(text));
    }

    private static ZoneId zone(String text) throws MalformedEventException {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new MalformedEventException("zone must be a zone such as Europe/Berlin, not '%s'".formatted(text));
        }
    }
}
