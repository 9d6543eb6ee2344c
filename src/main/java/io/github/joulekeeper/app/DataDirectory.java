package io.github.joulekeeper.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * The directory that holds whatever must survive a restart. It belongs to one process at a time: two that command the same
 * stations would fight, and share one MQTT client id.
 */
final class DataDirectory implements AutoCloseable {
    private static final int INSTANCE_BYTES = 6;

    private final Path directory;
    private final FileChannel lockFile;

    private DataDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Creates the directory if it is missing, and takes it for this process.
     *
     * @throws StartRefusedException if it cannot be written, or another process has it
     */
    static DataDirectory open(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            FileChannel lockFile =
                    FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(lockFile)) {
                return new DataDirectory(absolute, lockFile);
            }
            lockFile.close();
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The data directory %s cannot be used: %s. Make it writable, or name another by joulekeeper.data"
                            .formatted(absolute, e));
        }
        throw new StartRefusedException(
                "Another Joulekeeper is using the data directory %s. Stop it, or give this one a directory of its own by joulekeeper.data"
                        .formatted(absolute));
    }

    private static boolean tryLock(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** The ledger's SQLite file. */
    Path ledgerFile() {
        return ledgerFile(directory);
    }

    static Path ledgerFile(Path directory) {
        return directory.resolve("joulekeeper.db");
    }

    /** Where recordings go; made when there is something to record. */
    Path recordings() {
        return directory.resolve("recordings");
    }

    /**
     * A name for this instance that stays the same for as long as the directory lives; made at the first call.
     *
     * @throws StartRefusedException if it cannot be stored
     */
    String instanceId(RandomGenerator random) {
        Path file = directory.resolve("instance-id");
        try {
            if (Files.exists(file)) {
                String stored = Files.readString(file).strip();
                if (stored.matches("[0-9a-f]{" + 2 * INSTANCE_BYTES + "}")) {
                    return stored;
                }
            }
            byte[] bytes = new byte[INSTANCE_BYTES];
            random.nextBytes(bytes);
            String made = HexFormat.of().formatHex(bytes);
            Path temporary = directory.resolve("instance-id.tmp");
            Files.writeString(temporary, made + "\n");
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return made;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The file %s cannot be used: %s. Make it readable and writable".formatted(file, e));
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
