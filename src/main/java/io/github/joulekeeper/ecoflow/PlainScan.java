package io.github.joulekeeper.ecoflow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads reports of the plain shape that nearly all have: an object of scalars with one {@code params} or {@code param} in
 * it, whose values are all plain numbers. It makes no object for any of it, which takes a quarter of the time of a JSON
 * parser. Whatever else it meets, valid or not, it leaves to the parser: it decides nothing about what is malformed.
 *
 * <p>What it read stays until the next scan. Not thread-safe.
 */
final class PlainScan {
    private static final int LONGEST_STRING = 200;
    /** So many digits are exact in a double. */
    private static final int MOST_DIGITS = 15;

    private static final double[] POWERS_OF_TEN = new double[MOST_DIGITS + 1];

    static {
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
        }
    }

    private byte[] bytes = {};
    private int at;
    private int end;

    private int size;
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int[] hashes = new int[64];
    private double[] values = new double[64];

    private int typeStart;
    private int typeLength;
    private int typeHash;
    private boolean typed;
    private boolean found;

    // Of the string that was read last.
    private int start;
    private int length;
    private int hash;

    /** What keys and types are compared by, for text of ASCII. */
    static int hash(byte[] text) {
        int hash = 0;
        for (byte b : text) {
            hash = 31 * hash + b;
        }
        return hash;
    }

    /** Whether this is a report of the plain shape; only then the other methods say something of it. */
    boolean scan(byte[] message, int messageLength) {
        bytes = message;
        at = 0;
        end = messageLength;
        size = 0;
        typed = false;
        found = false;
        return object(false) && found && skipSpace() < 0;
    }

    /** How many values it has. */
    int size() {
        return size;
    }

    double value(int i) {
        return values[i];
    }

    String key(int i) {
        return new String(bytes, starts[i], lengths[i], StandardCharsets.US_ASCII);
    }

    int keyHash(int i) {
        return hashes[i];
    }

    boolean keyIs(int i, byte[] text) {
        return is(starts[i], lengths[i], text);
    }

    /** The {@code typeCode}, null if it has none. */
    @Nullable
    String type() {
        return typed ? new String(bytes, typeStart, typeLength, StandardCharsets.US_ASCII) : null;
    }

    /** Whether this is its {@code typeCode}. */
    boolean typeIs(int textHash, byte[] text) {
        return typed && typeHash == textHash && is(typeStart, typeLength, text);
    }

    private boolean is(int from, int count, byte[] text) {
        return Arrays.equals(bytes, from, from + count, text, 0, text.length);
    }

    private boolean object(boolean ofValues) {
        if (skipSpace() != '{') {
            return false;
        }
        at++;
        if (skipSpace() == '}') {
            at++;
            return true;
        }
        while (true) {
            if (skipSpace() != '"' || !string() || skipSpace() != ':') {
                return false;
            }
            at++;
            if (!(ofValues ? value() : member())) {
                return false;
            }
            int next = skipSpace();
            at++;
            if (next == '}') {
                return true;
            }
            if (next != ',') {
                return false;
            }
        }
    }

    private boolean value() {
        if (size == starts.length) {
            int larger = size * 2;
            starts = Arrays.copyOf(starts, larger);
            lengths = Arrays.copyOf(lengths, larger);
            hashes = Arrays.copyOf(hashes, larger);
            values = Arrays.copyOf(values, larger);
        }
        starts[size] = start;
        lengths[size] = length;
        hashes[size] = hash;
        skipSpace();
        double number = number();
        values[size++] = number;
        return !Double.isNaN(number);
    }

    private boolean member() {
        if (named("params") || named("param")) {
            boolean first = !found;
            found = true;
            return first && object(true);
        }
        if (named("code") || named("data") || named("quotaMap")) {
            return false;
        }
        boolean type = named("typeCode");
        int next = skipSpace();
        if (next != '"') {
            return !type && !Double.isNaN(number());
        }
        if (!string()) {
            return false;
        }
        if (type) {
            boolean first = !typed;
            typed = true;
            typeStart = start;
            typeLength = length;
            typeHash = hash;
            return first;
        }
        return true;
    }

    private boolean named(String name) {
        if (length != name.length()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The next byte that is no white space, at which it stays; -1 at the end. */
    private int skipSpace() {
        while (at < end) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b;
            }
            at++;
        }
        return -1;
    }

    /** A string of printable ASCII without escapes. */
    private boolean string() {
        start = ++at;
        int sum = 0;
        int limit = Math.min(end, start + LONGEST_STRING);
        while (at < limit) {
            byte b = bytes[at];
            if (b == '"') {
                length = at - start;
                hash = sum;
                at++;
                return true;
            }
            if (b < ' ' || b == '\\') {
                return false;
            }
            sum = 31 * sum + b;
            at++;
        }
        return false;
    }

    /** A number without an exponent and with few digits; NaN for all else. The quotient of two exact doubles is the nearest. */
    private double number() {
        boolean negative = at < end && bytes[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long whole = digits(0);
        int digits = at - first;
        if (digits == 0 || (digits > 1 && bytes[first] == '0')) {
            return Double.NaN;
        }
        int decimals = 0;
        if (at < end && bytes[at] == '.') {
            int point = ++at;
            whole = digits(whole);
            decimals = at - point;
            if (decimals == 0) {
                return Double.NaN;
            }
        }
        boolean goesOn = at < end && (bytes[at] == 'e' || bytes[at] == 'E');
        if (goesOn || digits + decimals > MOST_DIGITS || (negative && whole == 0)) {
            return Double.NaN;
        }
        double value = decimals == 0 ? whole : whole / POWERS_OF_TEN[decimals];
        return negative ? -value : value;
    }

    private long digits(long before) {
        long number = before;
        int limit = Math.min(end, at + MOST_DIGITS + 1);
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + (bytes[at] - '0');
            at++;
        }
        return number;
    }
}
