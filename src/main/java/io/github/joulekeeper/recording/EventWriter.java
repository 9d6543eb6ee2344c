package io.github.joulekeeper.recording;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes events as lines of JSON. Instants are written to the millisecond, as the engine counts. */
public final class EventWriter implements Closeable, Flushable {
    static final int VERSION = 1;

    private static final double EXACT_INTEGERS = 1L << 53;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private final OutputStream out;
    private final JsonGenerator json;

    /** @param out where to; should be buffered, is flushed and closed with the writer */
    public EventWriter(OutputStream out) throws IOException {
        this.out = out;
        this.json = FACTORY.createGenerator(out);
        // The line ends are written here.
        json.setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    /** Writes one line. */
    public void write(RecordedEvent event) throws IOException {
        json.writeStartObject();
        switch (event) {
            case RecordedEvent.Began began -> {
                begin("recording", began.at());
                json.writeNumberField("version", VERSION);
                if (began.zone().isPresent()) {
                    ZoneId zone = began.zone().get();
                    json.writeStringField("zone", zone.getId());
                }
            }
            case RecordedEvent.Station station -> {
                begin("station", station.at());
                json.writeStringField("serial", station.serial());
                json.writeStringField("name", station.name());
                json.writeStringField("model", station.model().id());
                json.writeStringField("staleAfter", station.staleAfter().toString());
            }
            case RecordedEvent.Carried carried -> {
                begin("carried", carried.at());
                json.writeStringField("serial", carried.report().serial());
                json.writeBooleanField("online", carried.online());
                readings(carried.model(), carried.report());
            }
            case RecordedEvent.Reported reported -> {
                Report report = reported.report();
                begin("report", reported.at());
                json.writeStringField("serial", report.serial());
                json.writeStringField("source", word(report.source()));
                other("received", report.at(), reported.at());
                if (reported.online().isPresent()) {
                    json.writeBooleanField("online", reported.online().get());
                }
                readings(reported.model(), report);
            }
            case RecordedEvent.Online online -> {
                begin("online", online.at());
                json.writeStringField("serial", online.serial());
                json.writeBooleanField("online", online.online());
                other("since", online.since(), online.at());
            }
            case RecordedEvent.Lost lost -> {
                begin("lost", lost.at());
                json.writeNumberField("events", lost.events());
            }
        }
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void begin(String type, Instant at) throws IOException {
        json.writeStringField("type", type);
        json.writeStringField("at", text(at));
    }

    private void other(String name, Instant instant, Instant at) throws IOException {
        String text = text(instant);
        if (!text.equals(text(at))) {
            json.writeStringField(name, text);
        }
    }

    private void readings(Model model, Report report) throws IOException {
        json.writeObjectFieldStart("readings");
        for (int i = 0; i < report.size(); i++) {
            json.writeFieldName(model.quotas().get(report.quota(i)).key());
            double value = report.value(i);
            if (value == Math.rint(value) && Math.abs(value) <= EXACT_INTEGERS) {
                json.writeNumber((long) value);
            } else {
                json.writeNumber(value);
            }
        }
        for (var text : new java.util.TreeMap<>(report.texts()).entrySet()) {
            json.writeFieldName(text.getKey());
            json.writeRawValue(text.getValue());
        }
        json.writeEndObject();
    }

    static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    static String word(Report.Source source) {
        return source.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Hands everything that was written to the operating system. */
    @Override
    public void flush() throws IOException {
        json.flush();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        json.close();
        out.close();
    }
}
