package io.github.joulekeeper.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream as ranges of bytes, without making objects of them. */
final class Lines implements Closeable {
    /** The longest line that is taken, in bytes. */
    static final int LONGEST = 8 * 1024 * 1024;

    private static final int CHUNK = 1 << 18;

    private final InputStream in;
    private byte[] buffer = new byte[CHUNK];
    private int filled;
    private int next;
    private int start;
    private int length;
    private int number;
    private boolean tooLong;
    private boolean atEnd;

    Lines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean advance() throws IOException {
        tooLong = false;
        int searched = next;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    found(next, i, i + 1);
                    return true;
                }
            }
            if (atEnd) {
                boolean rest = filled > next || tooLong;
                found(next, filled, filled);
                return rest;
            }
            if (filled - next > LONGEST) {
                tooLong = true;
                filled = next;
            }
            searched = filled;
            int moved = fill();
            searched -= moved;
        }
    }

    /** Takes all that is left as one line; false if nothing is. */
    boolean advanceToEnd() throws IOException {
        tooLong = false;
        while (!atEnd) {
            if (filled - next > LONGEST) {
                tooLong = true;
                filled = next;
            }
            fill();
        }
        boolean rest = filled > next || tooLong;
        found(next, filled, filled);
        return rest;
    }

    private void found(int from, int end, int nextLine) {
        start = from;
        length = end - from;
        next = nextLine;
        tooLong |= length > LONGEST;
        number++;
    }

    /** Reads more, and answers by how much everything moved to the front. */
    private int fill() throws IOException {
        int moved = next;
        if (next > 0) {
            System.arraycopy(buffer, next, buffer, 0, filled - next);
            filled -= next;
            next = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            atEnd = true;
        } else {
            filled += read;
        }
        return moved;
    }

    byte[] bytes() {
        return buffer;
    }

    int start() {
        return start;
    }

    int length() {
        return length;
    }

    /** Counted from 1. */
    int number() {
        return number;
    }

    /** Whether it was longer than {@link #LONGEST}, so that only its end is here. */
    boolean tooLong() {
        return tooLong;
    }

    boolean blank() {
        for (int i = start; i < start + length; i++) {
            if (buffer[i] > ' ' || buffer[i] < 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
