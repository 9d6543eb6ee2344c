package io.github.joulekeeper.ledger.store;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Lines in the database are packed by DEFLATE, without a header, at its fastest level. */
final class Packing {
    private Packing() {}

    static byte[] pack(Lines lines) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            lines.giveTo(deflater);
            deflater.finish();
            byte[] packed = new byte[64 + lines.length() / 4];
            int count = 0;
            while (!deflater.finished()) {
                if (count == packed.length) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                }
                count += deflater.deflate(packed, count, packed.length - count);
            }
            return Arrays.copyOf(packed, count);
        } finally {
            deflater.end();
        }
    }

    /** @throws SQLException if they are not as they were packed */
    static byte[] unpack(byte[] packed) throws SQLException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[64 + packed.length * 8];
            int count = 0;
            while (!inflater.finished()) {
                if (count == bytes.length) {
                    bytes = Arrays.copyOf(bytes, bytes.length * 2);
                }
                int more = inflater.inflate(bytes, count, bytes.length - count);
                if (more == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new DataFormatException("it ends too early");
                }
                count += more;
            }
            return Arrays.copyOf(bytes, count);
        } catch (DataFormatException e) {
            throw new SQLException("a block of entries is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }
}
