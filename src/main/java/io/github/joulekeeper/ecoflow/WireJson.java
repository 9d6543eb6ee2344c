package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/** How JSON of the cloud is read: with limits, and taking numbers, strings and booleans for one another. */
final class WireJson {
    /** The largest message that is taken, in bytes. */
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    /** The longest text that is taken for a number. */
    static final int MAX_NUMBER_LENGTH = 40;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(100)
                    .maxNameLength(500)
                    .maxStringLength(1024 * 1024)
                    .maxDocumentLength(MAX_MESSAGE_BYTES)
                    .build())
            .build();

    private WireJson() {}

    /** A parser that stands on the opening brace of the document. */
    static JsonParser object(byte[] bytes, int offset, int length) throws IOException {
        JsonParser parser = FACTORY.createParser(bytes, offset, length);
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            parser.close();
            throw new MalformedMessageException("is not a JSON object");
        }
        return parser;
    }

    /** The number that the current token is or spells, NaN if it is none. */
    static double number(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            case VALUE_STRING -> number(parser.getText());
            default -> Double.NaN;
        };
    }

    /** The number that a text spells in plain decimal notation, NaN if it spells none. */
    static double number(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            return Double.NaN;
        }
        // Java's own parser also takes "NaN", "Infinity", "1d" and hexadecimal, which are no numbers to the vendor.
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E') {
                return Double.NaN;
            }
        }
        try {
            return finite(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : Double.NaN;
    }

    /** The scalar as text, without quotes; null for null, objects and arrays, which are skipped. */
    static @Nullable String scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE -> parser.getText();
            default -> {
                parser.skipChildren();
                yield null;
            }
        };
    }

    /** The current value as JSON text. */
    static String text(JsonParser parser) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }
}
