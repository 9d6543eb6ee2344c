package io.github.joulekeeper.ledger.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A batch as it lies in the journal: a header of {@value #HEADER} bytes, the lines, and what is remembered. All numbers are big
 * endian.
 *
 * <pre>
 *   4  "JKJ1"
 *   4  CRC32C of all that follows
 *   4  length of the lines     4  length of what is remembered
 *   8  turn     8  sequence before     8  sequence after     8  command before     8  command after
 *  64  hash before     64  hash after
 * </pre>
 *
 * What is remembered is, for each key, its length and its bytes in UTF-8, and the same of its value; lengths have 4 bytes.
 */
final class JournalRecord {
    static final int HEADER = 184;

    private static final int MAGIC = 0x4a4b4a31;
    private static final int CHECKED_FROM = 8;
    private static final int MEMORY_LENGTH = 12;
    private static final int AFTER_TURN = 24;

    private JournalRecord() {}

    /** Writes a batch into a buffer that is used again and again, or into a larger one. */
    static ByteBuffer write(Batch batch, ByteBuffer buffer) {
        int most = HEADER + batch.lines().length;
        for (Map.Entry<String, String> remembered : batch.memory().entrySet()) {
            most += 8
                    + 3 * (remembered.getKey().length() + remembered.getValue().length());
        }
        ByteBuffer record = most <= buffer.capacity() ? buffer.clear() : ByteBuffer.allocateDirect(most + most / 2);
        record.position(CHECKED_FROM);
        record.putInt(batch.lines().length).putInt(0);
        record.putLong(batch.after().turn());
        record.putLong(batch.before().sequence()).putLong(batch.after().sequence());
        record.putLong(batch.before().command()).putLong(batch.after().command());
        record.put(ascii(batch.before().hash())).put(ascii(batch.after().hash()));
        record.put(batch.lines());
        int memory = record.position();
        batch.memory().forEach((key, value) -> {
            text(record, key);
            text(record, value);
        });
        record.putInt(MEMORY_LENGTH, record.position() - memory);
        record.flip();
        record.putInt(0, MAGIC).putInt(4, sum(record));
        return record;
    }

    /** Where the ledger stands with the record that begins there, and how long it is; null where none begins. */
    static @Nullable Frame frame(JournalFile file, long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        file.read(header, at);
        if (header.hasRemaining() || header.flip().getInt() != MAGIC) {
            return null;
        }
        header.getInt();
        long lines = header.getInt();
        long memory = header.getInt();
        long turn = header.getLong();
        long length = HEADER + lines + memory;
        return lines < 0 || memory < 0 || at + length > file.size() ? null : new Frame(turn, (int) lines, (int) length);
    }

    /** The outline of a record, of which it is not sure yet that it is whole. */
    record Frame(long turn, int lines, int length) {}

    /** The batch of a record, null if it is not whole. */
    static @Nullable Batch read(JournalFile file, long at, Frame frame) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(frame.length());
        file.read(record, at);
        if (record.hasRemaining() || record.flip().getInt(4) != sum(record)) {
            return null;
        }
        record.position(AFTER_TURN);
        long sequenceBefore = record.getLong();
        long sequenceAfter = record.getLong();
        long commandBefore = record.getLong();
        long commandAfter = record.getLong();
        LedgerHead before = new LedgerHead(frame.turn() - 1, sequenceBefore, ascii(record, 64), commandBefore);
        LedgerHead after = new LedgerHead(frame.turn(), sequenceAfter, ascii(record, 64), commandAfter);
        byte[] lines = new byte[frame.lines()];
        record.get(lines);
        Map<String, String> memory = new LinkedHashMap<>();
        while (record.hasRemaining()) {
            memory.put(text(record), text(record));
        }
        BatchIndex index = new BatchIndex(new Words());
        Lines.forEach(lines, (bytes, from, to) -> index.add(EntryText.read(Lines.body(bytes, from, to))));
        return new Batch(before, after, lines, index, memory);
    }

    private static void text(ByteBuffer record, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        record.putInt(utf8.length).put(utf8);
    }

    private static String text(ByteBuffer bytes) {
        byte[] utf8 = new byte[bytes.getInt()];
        bytes.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String ascii(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.US_ASCII);
    }

    private static int sum(ByteBuffer record) {
        CRC32C sum = new CRC32C();
        sum.update(record.duplicate().position(CHECKED_FROM));
        return (int) sum.getValue();
    }
}
