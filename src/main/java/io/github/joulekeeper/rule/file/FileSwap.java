package io.github.joulekeeper.rule.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Puts new bytes in the place of a file's, whole or not at all, and only if the file still is what it is taken to be.
 *
 * <p>The bytes are written to a file of another name in the same directory and made durable; then the two change names.
 * What comes out is compared once more: if somebody else has saved the file in between, by a rename or by writing into it,
 * the names are changed back and nothing has happened. Where a system cannot exchange names, a save that falls between
 * the last look and the rename (some microseconds) would be lost. What a kill leaves behind is for {@link Leftovers}.
 */
final class FileSwap {
    private final AtomicLong made = new AtomicLong();
    private final Consumer<Step> onStep;

    /** What comes next; told so that tests can let others come in between. */
    enum Step {
        WRITE,
        COMPARE,
        EXCHANGE,
        VERIFY,
        FINISH
    }

    FileSwap() {
        this(step -> {});
    }

    FileSwap(Consumer<Step> onStep) {
        this.onStep = onStep;
    }

    /**
     * Replaces a file's bytes. Its mode is kept; so are its owner and group where that is allowed.
     *
     * @param expected what it must hold
     * @return false if it holds something else, or is not there; then it was left alone
     * @throws IOException if the directory or the file cannot be written
     */
    boolean replace(Path named, byte[] expected, byte[] wanted) throws IOException {
        Path file;
        try {
            file = named.toRealPath();
        } catch (NoSuchFileException gone) {
            return false;
        }
        if (!Files.isWritable(file)) {
            throw new java.nio.file.AccessDeniedException(file.toString());
        }
        onStep.accept(Step.WRITE);
        Path temporary = write(file, expected, wanted);
        try {
            try {
                adopt(file, temporary);
                onStep.accept(Step.COMPARE);
                if (!holds(file, expected)) {
                    return false;
                }
            } catch (NoSuchFileException gone) {
                return false;
            }
            onStep.accept(Step.EXCHANGE);
            if (NameExchange.exchange(temporary, file)) {
                if (!stays(file, temporary, expected, wanted)) {
                    return false;
                }
            } else if (holdsIfThere(file, expected)) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                return false;
            }
            syncDirectory(file);
            onStep.accept(Step.FINISH);
            return true;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Whether what was replaced is what was expected; if not, it gets its name back. */
    private boolean stays(Path file, Path displaced, byte[] expected, byte[] wanted) throws IOException {
        onStep.accept(Step.VERIFY);
        if (holds(displaced, expected)) {
            return true;
        }
        if (NameExchange.exchange(displaced, file) && !holds(displaced, wanted)) {
            // Somebody saved on top of ours in the meantime: that is the newest.
            NameExchange.exchange(displaced, file);
        }
        return false;
    }

    /**
     * Makes a new file.
     *
     * @return false if there is one already; then it was left alone
     */
    boolean create(Path file, byte[] wanted) throws IOException {
        onStep.accept(Step.WRITE);
        Path temporary = write(file, new byte[0], wanted);
        try {
            onStep.accept(Step.EXCHANGE);
            link(file, temporary, wanted);
            syncDirectory(file);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** A link, unlike a rename, never takes the place of a file. */
    private static void link(Path file, Path temporary, byte[] wanted) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (IOException | UnsupportedOperationException noLinks) {
            Files.write(file, wanted, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        }
    }

    private Path write(Path file, byte[] expected, byte[] wanted) throws IOException {
        Path temporary = file.resolveSibling(Leftovers.name(file, made.incrementAndGet(), expected));
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(wanted);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    private static void adopt(Path file, Path temporary) throws IOException {
        PosixFileAttributeView to = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (to == null) {
            return;
        }
        PosixFileAttributes from = Files.readAttributes(file, PosixFileAttributes.class);
        try {
            to.setGroup(from.group());
            to.setOwner(from.owner());
        } catch (IOException notAllowed) {
            // Only root may give files away; then the file is ours from now on, with the same mode.
        }
        to.setPermissions(from.permissions());
    }

    private static boolean holds(Path file, byte[] expected) throws IOException {
        return Arrays.equals(RuleDirectory.read(file), expected);
    }

    private static boolean holdsIfThere(Path file, byte[] expected) throws IOException {
        try {
            return holds(file, expected);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static void syncDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException cannot) {
            // Not every system lets a directory be opened; there the rename is durable a little later.
        }
    }
}
