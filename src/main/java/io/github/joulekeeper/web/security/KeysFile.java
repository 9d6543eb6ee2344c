package io.github.joulekeeper.web.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The file of API keys: JSON that a person can read, for its owner's eyes only, replaced as a whole. */
public final class KeysFile {
    /** Its name in the data directory. */
    public static final String NAME = "keys.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path path;

    /** What is wrong with the file, and what to do. */
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message);
        }
    }

    public KeysFile(Path path) {
        this.path = path.toAbsolutePath().normalize();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * All keys, those that were revoked too; none if there is no such file.
     *
     * @throws UnusableException if it cannot be read or is no file of keys
     */
    public List<ApiKey> read() throws UnusableException {
        String text;
        try {
            text = Files.readString(path);
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (IOException e) {
            throw new UnusableException(
                    "The file of keys %s cannot be read: %s. Make it readable for who runs Joulekeeper"
                            .formatted(path, e));
        }
        try {
            List<ApiKey> keys = new ArrayList<>();
            for (var node : MAPPER.readTree(text).required("keys")) {
                String revoked = node.path("revoked").asText("");
                keys.add(new ApiKey(
                        node.required("id").asText(),
                        node.required("name").asText(),
                        node.required("role").asText(),
                        node.required("sha256").asText(),
                        Instant.parse(node.required("created").asText()),
                        revoked.isEmpty() ? null : Instant.parse(revoked)));
            }
            return List.copyOf(keys);
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
            throw new UnusableException(
                    "The file of keys %s must be JSON as 'joulekeeper key create' writes it, and is not: %s. Maybe restore it from a backup, or delete it and make new keys"
                            .formatted(path, firstLine(e)));
        }
    }

    /**
     * Replaces the keys by what becomes of them. Two that change the file at a time wait for each other.
     *
     * @throws UnusableException if it cannot be read or written; it is then as before
     */
    public List<ApiKey> change(UnaryOperator<List<ApiKey>> change) throws UnusableException {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try {
            Path directory = path.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            // The file lock is for other processes; within this one it would throw instead of waiting.
            synchronized (KeysFile.class) {
                try (FileChannel channel = FileChannel.open(
                                lock, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), ownerOnly());
                        var held = channel.lock()) {
                    List<ApiKey> changed = change.apply(read());
                    write(changed);
                    return changed;
                }
            }
        } catch (IOException e) {
            throw new UnusableException("The file of keys %s cannot be written: %s. Make its directory writable for you"
                    .formatted(path, e));
        }
    }

    private void write(List<ApiKey> keys) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(temporary, fresh, ownerOnly())) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(json(keys));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException raced) {
            throw new IOException("something else writes " + temporary, raced);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String json(List<ApiKey> keys) throws JsonProcessingException {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode array = root.putArray("keys");
        for (ApiKey key : keys) {
            ObjectNode node = array.addObject()
                    .put("id", key.id())
                    .put("name", key.name())
                    .put("role", key.role())
                    .put("sha256", key.sha256())
                    .put("created", key.created().toString());
            Instant revoked = key.revoked();
            if (revoked != null) {
                node.put("revoked", revoked.toString());
            }
        }
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private FileAttribute<?>[] ownerOnly() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String firstLine(Exception e) {
        @Nullable String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
