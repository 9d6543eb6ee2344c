package io.github.joulekeeper.ledger.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * What is durable before the database has it: two files beside the database, filled in turn. A file is written over from its
 * beginning once all that it holds is in the database, so that a sync has no file's length or blocks to write. A record
 * counts if it is whole and goes on from the one before; behind the newest there may be what is left of older ones. Filled
 * by one thread.
 */
final class Journal implements Closeable {
    /** A file is left for the other when it is this long and the other is free. */
    private static final long ENOUGH = 8L * 1024 * 1024;

    /** A file gets no longer than this: the database has not followed for long. */
    private static final long LONGEST = 512L * 1024 * 1024;

    private static final int FIRST_ROOM = 64 * 1024;
    private static final int LARGEST_ROOM = 1024 * 1024;

    private Half filling;
    private Half other;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    /** All turns up to this one are in the database. */
    private volatile long followed;

    /** One of the files. */
    private static final class Half {
        private final Path name;
        private final JournalFile file;
        private long size;
        private long length;
        private long lastTurn;

        Half(Path name, JournalFile.Opener opener) throws IOException {
            this.name = name;
            this.file = opener.open(name);
            this.size = file.size();
        }

        /** Makes the file longer, by more each time, before its new end is needed. */
        void room(int more) throws IOException {
            while (size < length + more) {
                int step = (int) Math.clamp(size, FIRST_ROOM, LARGEST_ROOM);
                file.write(ByteBuffer.allocate(step), size);
                size += step;
            }
        }

        /** The turn that the file begins with, 0 for none. */
        long first() throws IOException {
            JournalRecord.Frame frame = JournalRecord.frame(file, 0);
            return frame == null ? 0 : frame.turn();
        }

        /** Hands over what goes on from a head, and returns where that ends. */
        LedgerHead replay(Path database, LedgerHead head, Replay replay) throws IOException, SQLException {
            LedgerHead end = head;
            long at = 0;
            JournalRecord.Frame frame = JournalRecord.frame(file, at);
            long turn = frame == null ? 0 : frame.turn();
            while (frame != null && frame.turn() == turn) {
                if (turn > end.turn()) {
                    Batch batch = JournalRecord.read(file, at, frame);
                    if (batch == null) {
                        break;
                    }
                    if (!batch.before().equals(end)) {
                        throw new NotOwnerException(
                                "its journal '%s' goes on from another state of it (entry %d, here %d)"
                                        .formatted(name, batch.before().sequence(), end.sequence()),
                                "If it was restored from a backup or is a new one, move these two files away: %s. Else put back the database that they belong to"
                                        .formatted(files(database)));
                    }
                    replay.take(batch);
                    end = batch.after();
                }
                at += frame.length();
                turn++;
                frame = JournalRecord.frame(file, at);
            }
            return end;
        }
    }

    private Journal(Half filling, Half other) {
        this.filling = filling;
        this.other = other;
    }

    /** What is done with the batches that the database does not have. */
    interface Replay {
        void take(Batch batch) throws SQLException;
    }

    /** The names of the files that belong to a database. */
    static List<Path> files(Path database) {
        return List.of(
                database.resolveSibling(database.getFileName() + "-ahead1"),
                database.resolveSibling(database.getFileName() + "-ahead2"));
    }

    /**
     * Opens the files or makes them, and hands over, in order, what a database that stands at this head does not have.
     *
     * @throws NotOwnerException if what they hold does not go on from there
     */
    static Journal open(Path database, JournalFile.Opener opener, LedgerHead head, Replay replay)
            throws IOException, SQLException {
        List<Path> names = files(database);
        Half one = new Half(names.get(0), opener);
        Half two = new Half(names.get(1), opener);
        Journal journal = new Journal(one, two);
        try {
            journal.followed = two.first() < one.first()
                    ? one.replay(database, two.replay(database, head, replay), replay)
                            .turn()
                    : two.replay(database, one.replay(database, head, replay), replay)
                            .turn();
            return journal;
        } catch (IOException | SQLException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    /** Once it returns the batch survives a loss of power. After a failure the same place is written again. */
    void append(Batch batch) throws IOException {
        buffer = JournalRecord.write(batch, buffer);
        int length = buffer.limit();
        if (filling.length > 0 && filling.length + length > ENOUGH && other.lastTurn <= followed) {
            Half full = filling;
            filling = other;
            filling.length = 0;
            other = full;
        }
        if (filling.length + length > LONGEST) {
            throw new IOException("the database has not followed for long, and %d MB wait for it"
                    .formatted(filling.length / 1024 / 1024));
        }
        filling.room(length);
        filling.file.write(buffer, filling.length);
        filling.file.force();
        filling.length += length;
        filling.lastTurn = batch.after().turn();
    }

    /** The database has everything up to this turn, durably. */
    void followed(long turn) {
        followed = turn;
    }

    @Override
    public void close() throws IOException {
        try {
            filling.file.close();
        } finally {
            other.file.close();
        }
    }
}
