package io.github.joulekeeper.recording;

import io.github.joulekeeper.state.DeviceState;
import io.github.joulekeeper.state.Report;
import io.github.joulekeeper.state.StateModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens into a file for each day of UTC, on a thread of its own. It never holds up whoever hands it events:
 * when its queue is full, or the disk takes nothing, it drops them, counts them, and says so in the recording.
 */
public final class Recorder implements EventRecorder, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Recorder.class);
    private static final int QUEUE = 10_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final Duration FLUSH_EVERY = Duration.ofSeconds(2);
    private static final Duration TRY_AGAIN_AFTER = Duration.ofSeconds(30);
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    /** Wakes the thread when it is to end; told apart by identity. */
    private static final RecordedEvent END = new RecordedEvent.Lost(Instant.MAX, 0);

    private final Path directory;
    private final Optional<ZoneId> zone;
    private final InstantSource clock;
    private final BlockingQueue<RecordedEvent> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("recorder").unstarted(this::run);
    private volatile boolean closed;

    // These belong to the recorder's thread.
    private final StateModel known = new StateModel();
    private @Nullable EventWriter file;
    private @Nullable LocalDate day;
    private long toldDropped;
    private Instant flushedAt = Instant.MIN;
    private Instant openNotBefore = Instant.MIN;
    private boolean unflushed;

    /**
     * @param directory where the files go; made when the first event comes
     * @param zone the zone of all times in the rules
     */
    public Recorder(Path directory, ZoneId zone, InstantSource clock) {
        this(directory, zone, clock, QUEUE);
    }

    Recorder(Path directory, ZoneId zone, InstantSource clock, int capacity) {
        this.directory = directory;
        this.zone = Optional.of(zone);
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    @Override
    public void record(RecordedEvent event) {
        if (closed || !queue.offer(event)) {
            dropped.incrementAndGet();
        }
    }

    /** How many events were dropped since the start, because the queue was full or the disk took nothing. */
    public long dropped() {
        return dropped.get();
    }

    private void run() {
        while (!closed || !queue.isEmpty()) {
            try {
                RecordedEvent event = queue.poll(FLUSH_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                if (event != null && event != END) {
                    take(event);
                }
                flushIfDue(event == null);
            } catch (InterruptedException unexpected) {
                LOG.debug("The recorder was interrupted; it goes on until it is closed", unexpected);
            } catch (RuntimeException bug) {
                LOG.error("An event could not be recorded; going on with the next", bug);
            }
        }
        try {
            closeFile();
        } catch (IOException e) {
            LOG.warnf("The recording in %s was not closed well: %s", directory, e);
        }
    }

    private void take(RecordedEvent event) {
        if (event.at().isBefore(openNotBefore)) {
            dropped.incrementAndGet();
        } else {
            try {
                write(event);
            } catch (IOException e) {
                dropped.incrementAndGet();
                openNotBefore = event.at().plus(TRY_AGAIN_AFTER);
                LOG.warnf(
                        "Nothing can be recorded in %s: %s. Make room there or make it writable; trying again in %d s",
                        directory, e, TRY_AGAIN_AFTER.toSeconds());
                abandonFile();
            }
        }
        remember(event);
    }

    private void write(RecordedEvent event) throws IOException {
        LocalDate date = LocalDate.ofInstant(event.at(), ZoneOffset.UTC);
        EventWriter writer = file;
        if (writer == null || !date.equals(day)) {
            closeFile();
            writer = open(date);
            file = writer;
            day = date;
            writer.write(new RecordedEvent.Began(event.at(), zone));
            for (DeviceState device : known.devices()) {
                writer.write(new RecordedEvent.Station(
                        event.at(), device.serial(), device.name(), device.model(), device.staleAfter()));
                writer.write(new RecordedEvent.Carried(
                        event.at(), device.model(), device.online(), freshReadings(device, event.at())));
            }
        }
        long missing = dropped.get();
        if (missing != toldDropped) {
            writer.write(new RecordedEvent.Lost(event.at(), missing - toldDropped));
            LOG.warnf("%d events are missing in the recording", missing - toldDropped);
            toldDropped = missing;
        }
        writer.write(event);
        unflushed = true;
    }

    private EventWriter open(LocalDate date) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve(date + ".jsonl");
        boolean torn = endsWithinALine(path);
        var out = new BufferedOutputStream(
                Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND), BUFFER_BYTES);
        if (torn) {
            out.write('\n');
        }
        return new EventWriter(out);
    }

    /** Whether the process died while it wrote: then its last line must not swallow the next one. */
    private static boolean endsWithinALine(Path path) throws IOException {
        if (!Files.exists(path) || Files.size(path) == 0) {
            return false;
        }
        try (RandomAccessFile existing = new RandomAccessFile(path.toFile(), "r")) {
            existing.seek(existing.length() - 1);
            return existing.read() != '\n';
        }
    }

    private static Report freshReadings(DeviceState device, Instant at) {
        int[] quotas = new int[device.model().quotaCount()];
        double[] values = new double[quotas.length];
        int count = 0;
        for (int quota = 0; quota < quotas.length; quota++) {
            if (device.isKnown(quota, at)) {
                quotas[count] = quota;
                values[count++] = device.last(quota);
            }
        }
        return new Report(
                device.serial(),
                Report.Source.SNAPSHOT,
                at,
                Arrays.copyOf(quotas, count),
                Arrays.copyOf(values, count),
                Map.of());
    }

    private void remember(RecordedEvent event) {
        switch (event) {
            case RecordedEvent.Station station ->
                known.add(new DeviceState(station.serial(), station.name(), station.model(), station.staleAfter()));
            case RecordedEvent.Reported reported ->
                known.device(reported.report().serial()).ifPresent(device -> {
                    reported.online()
                            .ifPresent(online ->
                                    device.setOnline(online, reported.report().at()));
                    device.apply(reported.report());
                });
            case RecordedEvent.Online online ->
                known.device(online.serial()).ifPresent(device -> device.setOnline(online.online(), online.since()));
            case RecordedEvent.Began _, RecordedEvent.Carried _, RecordedEvent.Lost _ -> {
                // They tell nothing new of a station.
            }
        }
    }

    private void flushIfDue(boolean idle) {
        EventWriter writer = file;
        if (writer == null || !unflushed) {
            return;
        }
        Instant now = clock.instant();
        boolean due = idle || flushedAt.equals(Instant.MIN) || !now.isBefore(flushedAt.plus(FLUSH_EVERY));
        if (!due && !now.isBefore(flushedAt)) {
            return;
        }
        try {
            writer.flush();
        } catch (IOException e) {
            LOG.warnf("The recording in %s could not be written: %s. Make room there", directory, e);
            abandonFile();
        }
        flushedAt = now;
        unflushed = false;
    }

    private void closeFile() throws IOException {
        EventWriter writer = file;
        file = null;
        if (writer != null) {
            writer.close();
        }
    }

    private void abandonFile() {
        try {
            closeFile();
        } catch (IOException e) {
            // Told already; a new file object is made for the next event.
        }
    }

    /** Writes what waits, for at most five seconds, and closes the file. */
    @Override
    public void close() {
        closed = true;
        // Not by an interrupt, which would tear the file from under a write. A full queue needs no waking.
        boolean woken = queue.offer(END);
        LOG.debugf("Closing the recording in %s, %s", directory, woken ? "soon" : "when its queue is written");
        try {
            if (!thread.join(END_WITHIN)) {
                LOG.warnf("The recording in %s did not end in time; its last lines may be missing", directory);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
