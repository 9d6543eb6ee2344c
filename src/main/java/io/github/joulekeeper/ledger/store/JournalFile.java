package io.github.joulekeeper.ledger.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is written over in place. */
interface JournalFile extends Closeable {
    long size() throws IOException;

    /** Reads as much as there is from a place of the file, until the buffer is full or the file ends. */
    void read(ByteBuffer into, long at) throws IOException;

    /** Writes all of it at a place of the file; durable only after {@link #force}. */
    void write(ByteBuffer bytes, long at) throws IOException;

    /** Once it returns, what was written survives a loss of power. */
    void force() throws IOException;

    /** Opens the file of this name, or makes it. */
    interface Opener {
        JournalFile open(Path file) throws IOException;
    }

    /** On the disk, made so that its name survives a loss of power too. */
    static JournalFile onDisk(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (channel.size() == 0 && directory != null) {
                try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                    names.force(true);
                }
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new JournalFile() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void read(ByteBuffer into, long at) throws IOException {
                long from = at;
                while (into.hasRemaining()) {
                    int count = channel.read(into, from);
                    if (count < 0) {
                        return;
                    }
                    from += count;
                }
            }

            @Override
            public void write(ByteBuffer bytes, long at) throws IOException {
                long to = at;
                while (bytes.hasRemaining()) {
                    to += channel.write(bytes, to);
                }
            }

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
