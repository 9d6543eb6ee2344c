package io.github.joulekeeper.recording;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of one file, in its order. A file that ends in {@code .json} is one message; one that ends in {@code .gz} is
 * unpacked; every other is lines. A line that cannot be used is told and skipped: the last one of a process that died is
 * torn, and one bad line should not make a day worthless.
 */
public final class RecordingFile implements Closeable {
    private final String name;
    private final Lines lines;
    private final boolean whole;
    private final EventReader reader;
    private final VendorMessages vendor;
    private final Consumer<RecordingProblem> problems;
    private final ArrayDeque<RecordedEvent> pending = new ArrayDeque<>();

    private RecordingFile(
            Path path, InputStream in, KnownStations stations, Instant start, Consumer<RecordingProblem> problems) {
        this.name = path.toString();
        this.lines = new Lines(in);
        this.whole = name.endsWith(".json");
        this.vendor = new VendorMessages(stations, "station", start);
        this.reader = new EventReader(stations, vendor);
        this.problems = problems;
    }

    /**
     * Opens a file.
     *
     * @param stations shared by all files that are read together
     * @param start when messages without a time happened
     * @param problems is told of lines that cannot be used
     * @throws IOException if it cannot be opened
     */
    public static RecordingFile open(
            Path path, KnownStations stations, Instant start, Consumer<RecordingProblem> problems) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
            return new RecordingFile(path, plain, stations, start, problems);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * The next event, null at the end.
     *
     * @throws IOException if the file cannot be read on
     */
    public @Nullable RecordedEvent next() throws IOException {
        while (pending.isEmpty()) {
            if (!(whole ? lines.advanceToEnd() : lines.advance())) {
                return null;
            }
            if (!lines.blank()) {
                read();
            }
        }
        RecordedEvent event = pending.poll();
        vendor.follows(event.at());
        return event;
    }

    private void read() {
        try {
            if (lines.tooLong()) {
                throw new MalformedEventException("longer than %d MB".formatted(Lines.LONGEST >> 20));
            }
            reader.read(lines.bytes(), lines.start(), lines.length(), pending);
        } catch (MalformedEventException e) {
            problems.accept(new RecordingProblem(name, lines.number(), String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
