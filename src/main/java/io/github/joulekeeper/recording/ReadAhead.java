package io.github.joulekeeper.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Reads recordings on a thread of its own, so that reading and replaying a long one can share two processors. */
public final class ReadAhead implements Closeable {
    private static final int EVENTS_TOGETHER = 128;
    private static final int BATCHES_WAITING = 16;
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final Recordings source;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES_WAITING);
    private final Thread thread;
    private Batch current = new Batch(List.of(), false, null);
    private int next;

    /** @param failure why it could not be read on, after these events */
    private record Batch(
            List<RecordedEvent> events,
            boolean last,
            @Nullable IOException failure) {}

    /** Begins to read; the source belongs to this from now on, and is closed with it. */
    public ReadAhead(Recordings source) {
        this.source = source;
        this.thread = Thread.ofPlatform().daemon().name("recording-reader").start(this::read);
    }

    private void read() {
        try {
            boolean last = false;
            while (!last) {
                Batch batch = batch();
                batches.put(batch);
                last = batch.last();
            }
        } catch (InterruptedException closing) {
            // Nobody waits for more.
        }
    }

    private Batch batch() {
        List<RecordedEvent> events = new ArrayList<>(EVENTS_TOGETHER);
        try {
            while (events.size() < EVENTS_TOGETHER) {
                RecordedEvent event = source.next();
                if (event == null) {
                    return new Batch(events, true, null);
                }
                events.add(event);
            }
            return new Batch(events, false, null);
        } catch (IOException e) {
            return new Batch(events, true, e);
        } catch (RuntimeException bug) {
            return new Batch(events, true, new IOException("the reader failed: " + bug, bug));
        }
    }

    /**
     * Takes the next event, null at the end. What the reader was told of lines before it was told by then.
     *
     * @throws IOException if a file cannot be read on
     */
    public @Nullable RecordedEvent next() throws IOException {
        while (next == current.events().size()) {
            if (current.failure() != null) {
                throw current.failure();
            }
            if (current.last()) {
                return null;
            }
            try {
                current = batches.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("interrupted while reading", e));
            }
            next = 0;
        }
        return current.events().get(next++);
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join(END_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
