package io.github.joulekeeper.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The minutes of an hour of one quota, and their store format: a bit for each of 60 minutes that is known, then for each
 * last, min, max and mean as 32-bit floating point numbers and the known time as 16-bit milliseconds, all deflated. Most
 * quotas hardly change within an hour and take some 50 bytes. Not thread-safe.
 */
public final class HourChunk {
    private static final int MINUTES = 60;
    private static final int BYTES_A_MINUTE = 4 * Float.BYTES + Short.BYTES;

    private final @Nullable Aggregate[] minutes = new Aggregate[MINUTES];

    /** Adds to a minute what came after all that is in it already. */
    public void add(int minute, Aggregate aggregate) {
        Aggregate before = minutes[minute];
        minutes[minute] = before == null ? aggregate : before.then(aggregate);
    }

    /** @param minute of the hour, 0 to 59 */
    public Optional<Aggregate> minute(int minute) {
        return Optional.ofNullable(minutes[minute]);
    }

    /** The whole hour, empty if no minute is known. */
    public Optional<Aggregate> hour() {
        Aggregate whole = null;
        for (Aggregate each : minutes) {
            if (each != null) {
                whole = whole == null ? each : whole.then(each);
            }
        }
        return Optional.ofNullable(whole);
    }

    /** As it is stored. */
    public byte[] bytes() {
        ByteBuffer raw = ByteBuffer.allocate(Long.BYTES + MINUTES * BYTES_A_MINUTE);
        long known = 0;
        raw.position(Long.BYTES);
        for (int i = 0; i < MINUTES; i++) {
            Aggregate each = minutes[i];
            if (each != null) {
                known |= 1L << i;
                raw.putFloat((float) each.last())
                        .putFloat((float) each.min())
                        .putFloat((float) each.max())
                        .putFloat((float) each.mean())
                        .putShort((short) Math.clamp(Math.round(each.seconds() * 1000), 1, 60_000));
            }
        }
        raw.putLong(0, known);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(raw.array(), 0, raw.position());
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[512];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Reads what {@link #bytes()} wrote. @throws IllegalArgumentException if it is something else */
    public static HourChunk of(byte[] bytes) {
        ByteBuffer raw = ByteBuffer.wrap(inflate(bytes));
        HourChunk chunk = new HourChunk();
        long known = raw.getLong();
        if (raw.remaining() != Long.bitCount(known) * BYTES_A_MINUTE) {
            throw damaged();
        }
        for (int i = 0; i < MINUTES; i++) {
            if ((known >> i & 1) != 0) {
                chunk.minutes[i] = new Aggregate(
                        raw.getFloat(),
                        raw.getFloat(),
                        raw.getFloat(),
                        raw.getFloat(),
                        Short.toUnsignedInt(raw.getShort()) / 1000.0);
            }
        }
        return chunk;
    }

    private static byte[] inflate(byte[] bytes) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes);
            byte[] raw = new byte[Long.BYTES + MINUTES * BYTES_A_MINUTE + 1];
            int size = inflater.inflate(raw);
            if (!inflater.finished() || size < Long.BYTES) {
                throw damaged();
            }
            return java.util.Arrays.copyOf(raw, size);
        } catch (DataFormatException e) {
            throw damaged();
        } finally {
            inflater.end();
        }
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("This is no hour of minutes, or it is damaged");
    }
}
