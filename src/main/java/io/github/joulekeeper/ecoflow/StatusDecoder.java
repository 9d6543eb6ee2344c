package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Reads whether a station is online from the vendor's status message: {@code params.status} 0 or 1. */
final class StatusDecoder {
    private StatusDecoder() {}

    /** Whether the station is online. @throws IOException if the message is not JSON or does not say */
    static boolean online(byte[] bytes, int offset, int length) throws IOException {
        double status = Double.NaN;
        try (JsonParser parser = WireJson.object(bytes, offset, length)) {
            String name;
            while ((name = parser.nextFieldName()) != null) {
                JsonToken value = parser.nextToken();
                boolean params = name.equals("params") || name.equals("param");
                if (params && value == JsonToken.START_OBJECT) {
                    status = status(parser, status);
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (status != 0 && status != 1) {
            throw new MalformedMessageException("has no status of 0 or 1");
        }
        return status == 1;
    }

    private static double status(JsonParser parser, double before) throws IOException {
        double status = before;
        String name;
        while ((name = parser.nextFieldName()) != null) {
            parser.nextToken();
            if (name.equals("status")) {
                status = WireJson.number(parser);
            }
            parser.skipChildren();
        }
        return status;
    }
}
