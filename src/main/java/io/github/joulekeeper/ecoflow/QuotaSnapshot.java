package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the cloud remembers of a station ({@code quota/all}): its keys, by which a model can be chosen, and its values once
 * the model is known. It is no sign of life: the cloud answers for stations that are offline too.
 */
public final class QuotaSnapshot {
    private final String serial;
    private final Instant at;
    private final byte[] answer;

    QuotaSnapshot(String serial, Instant at, byte[] answer) {
        this.serial = serial;
        this.at = at;
        this.answer = answer;
    }

    /** The vendor's keys, in the order of the answer. */
    public Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        try (JsonParser parser = WireJson.object(answer, 0, answer.length)) {
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                if (!name.equals("data") || value != JsonToken.START_OBJECT) {
                    parser.skipChildren();
                    continue;
                }
                String key;
                while ((key = parser.nextFieldName()) != null) {
                    keys.add(key);
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return keys;
    }

    /** The values that a model knows; a station that the cloud knows nothing of gives an empty report. */
    public Report report(Model model) {
        return decode(new ReportDecoder(model), serial, Report.Source.SNAPSHOT, at, answer);
    }

    static Report decode(ReportDecoder decoder, String serial, Report.Source source, Instant at, byte[] answer) {
        try {
            return decoder.decode(serial, source, at, answer, 0, answer.length)
                    .orElseThrow(() -> new CloudException(CloudProblem.UNREADABLE, "", "the code changed on reading"));
        } catch (MalformedMessageException e) {
            // "data" may be missing or null where the cloud knows nothing.
            return new Report(serial, source, at, new int[0], new double[0], Map.of());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static CloudException unreadable(IOException e) {
        String detail = e instanceof JacksonException json ? json.getOriginalMessage() : String.valueOf(e.getMessage());
        return new CloudException(CloudProblem.UNREADABLE, "", detail);
    }
}
