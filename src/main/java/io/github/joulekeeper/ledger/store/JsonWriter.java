package io.github.joulekeeper.ledger.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Writes the JSON of entries straight into their lines, as compact as Jackson does and with the same escapes. Entries are
 * written with every command, and a generator for each is what most of its time went into. For one thread.
 */
final class JsonWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");

    private final Lines out;
    /** Whether something precedes in the present object. */
    private boolean first = true;
    /** Entries of one batch mostly happen within one second. */
    private long second = Long.MIN_VALUE;

    private byte[] secondText = new byte[0];

    JsonWriter(Lines out) {
        this.out = out;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    JsonWriter begin() {
        out.write('{');
        first = true;
        return this;
    }

    JsonWriter end() {
        out.write('}');
        first = false;
        return this;
    }

    JsonWriter field(String name, String value) {
        name(name);
        string(value);
        return this;
    }

    JsonWriter field(String name, long value) {
        name(name);
        number(value);
        return this;
    }

    JsonWriter field(String name, Instant value) {
        name(name);
        out.write('"');
        instant(value);
        out.write('"');
        return this;
    }

    JsonWriter field(String name, Iterable<String> values) {
        name(name);
        out.write('[');
        boolean more = false;
        for (String value : values) {
            if (more) {
                out.write(',');
            }
            more = true;
            string(value);
        }
        out.write(']');
        return this;
    }

    /** An object of strings, numbers, truth values, or whatever else Jackson can write. */
    JsonWriter field(String name, Map<String, ?> values) {
        name(name);
        begin();
        for (Map.Entry<String, ?> entry : values.entrySet()) {
            name(entry.getKey());
            value(entry.getValue());
        }
        return end();
    }

    private void value(Object value) {
        switch (value) {
            case String text -> string(text);
            case Long number -> number(number);
            case Integer number -> number(number);
            case Double number when Double.isFinite(number) -> text(number.toString());
            case Boolean truth -> {
                byte[] word = truth ? TRUE : FALSE;
                out.write(word, 0, word.length);
            }
            default -> {
                try {
                    byte[] text = MAPPER.writeValueAsBytes(value);
                    out.write(text, 0, text.length);
                } catch (JsonProcessingException e) {
                    throw new IllegalArgumentException("An entry cannot be written as JSON: " + e.getMessage(), e);
                }
            }
        }
    }

    private void name(String name) {
        if (!first) {
            out.write(',');
        }
        first = false;
        string(name);
        out.write(':');
    }

    private void string(String text) {
        out.write('"');
        if (isPlain(text)) {
            out.writeAscii(text);
        } else {
            escaped(text);
        }
        out.write('"');
    }

    /** Whether it stands in JSON, and in UTF-8, as it is: nearly all texts do, and are copied at once. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char each) {
        return each >= ' ' && each < 0x80 && each != '"' && each != '\\';
    }

    private void escaped(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each >= 0x80) {
                i = notAscii(text, i);
            } else if (isPlain(each)) {
                out.write(each);
            } else {
                escaped(each);
            }
        }
    }

    /** Writes what is not ASCII from there on; the place of the last character written. */
    private int notAscii(String text, int from) {
        int to = from;
        while (to < text.length() && text.charAt(to) >= 0x80) {
            to++;
        }
        byte[] utf8 = text.substring(from, to).getBytes(StandardCharsets.UTF_8);
        out.write(utf8, 0, utf8.length);
        return to - 1;
    }

    private void escaped(char each) {
        out.write('\\');
        switch (each) {
            case '"', '\\' -> out.write(each);
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            case '\b' -> out.write('b');
            case '\f' -> out.write('f');
            default -> {
                out.write('u');
                out.write('0');
                out.write('0');
                out.write(HEX[each >> 4]);
                out.write(HEX[each & 15]);
            }
        }
    }

    private void number(long value) {
        if (value >= 0) {
            out.writeDigits(value);
        } else {
            text(Long.toString(value));
        }
    }

    private void text(String text) {
        out.writeAscii(text);
    }

    /** As {@link Instant#toString} writes it. */
    private void instant(Instant at) {
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            secondText = ascii(whole.substring(0, whole.length() - 1));
        }
        out.write(secondText, 0, secondText.length);
        int nano = at.getNano();
        if (nano != 0) {
            out.write('.');
            if (nano % 1_000_000 == 0) {
                out.writeDigits(nano / 1_000_000, 3);
            } else if (nano % 1000 == 0) {
                out.writeDigits(nano / 1000, 6);
            } else {
                out.writeDigits(nano, 9);
            }
        }
        out.write('Z');
    }
}
