package io.github.joulekeeper.ledger.store;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Entries as they are kept, a line each: the first eight digits of the entry's hash, a space, and its body. The digits tell
 * which one was changed; what proves them all is the whole hash of the last, kept beside them.
 */
final class Lines extends OutputStream {
    /** Where the body begins in a line. */
    static final int BODY = 9;

    private byte[] bytes;
    private int length;

    Lines(int capacity) {
        bytes = new byte[capacity];
    }

    /** What is done with each line. */
    interface Visitor {
        /** @param from where its body begins @param to where it ends */
        void line(byte[] bytes, int from, int to);
    }

    static void forEach(byte[] lines, Visitor visitor) {
        int start = 0;
        for (int at = 0; at < lines.length; at++) {
            if (lines[at] == '\n') {
                visitor.line(lines, Math.min(start + BODY, at), at);
                start = at + 1;
            }
        }
        if (start < lines.length) {
            visitor.line(lines, Math.min(start + BODY, lines.length), lines.length);
        }
    }

    static String body(byte[] lines, int from, int to) {
        return new String(lines, from, to - from, StandardCharsets.UTF_8);
    }

    /** Leaves room for the hash's digits; where the line begins. */
    int begin() {
        room(BODY);
        int start = length;
        length += BODY;
        return start;
    }

    /** Ends the line that began there, with an entry that is tied to the chain. */
    void end(int start, long sequence, HashChain chain) {
        chain.tie(sequence, bytes, start + BODY, length);
        chain.beginning(bytes, start, BODY - 1);
        bytes[start + BODY - 1] = ' ';
        write('\n');
    }

    @Override
    public void write(int one) {
        room(1);
        bytes[length++] = (byte) one;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    @SuppressWarnings("deprecation") // It takes the lower bytes of characters, which is all that ASCII has.
    void writeAscii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    /** Writes a number that is not negative. */
    void writeDigits(long value) {
        int digits = 1;
        for (long left = value; left >= 10; left /= 10) {
            digits++;
        }
        writeDigits(value, digits);
    }

    /** Writes the last digits of a number that is not negative, with zeros before it. */
    void writeDigits(long value, int digits) {
        room(digits);
        long left = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /** Begins anew, with the room that there is. */
    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    void giveTo(Deflater deflater) {
        deflater.setInput(bytes, 0, length);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
