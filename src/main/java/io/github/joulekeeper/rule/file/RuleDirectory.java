package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.RuleIssue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the files that hold rules: of a folder those that end in {@code .yaml} or {@code .yml}. Names that begin
 * with a dot are ignored: editors keep copies under such names, and Kubernetes keeps the versions of a ConfigMap in
 * folders {@code ..2026_01_01_…} to which the visible names are links.
 */
final class RuleDirectory {
    private static final int MOST_FILES = 2_000;

    private final Collection<Path> roots;

    RuleDirectory(Collection<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * What was found.
     *
     * @param files by the name that messages use
     * @param issues what could not be listed; if there are any, {@code files} is not to be relied on
     */
    record Listing(Map<String, Found> files, List<RuleIssue> issues) {}

    record Found(Path path, Stamp stamp) {}

    /**
     * What changes when a file changes.
     *
     * @param leadsTo where a link leads; the path itself if it is none
     * @param key what the file system knows the file by, if it has such a thing
     */
    record Stamp(
            Path leadsTo,
            long size,
            FileTime changed,
            @Nullable Object key) {}

    Listing list() {
        Map<String, Found> files = new TreeMap<>();
        List<RuleIssue> issues = new ArrayList<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                listFolder(root, files, issues);
            } else {
                find(root)
                        .ifPresentOrElse(
                                found -> files.put(root.toString(), found),
                                () -> issues.add(problem(root, "there is no such file or folder")));
            }
        }
        return new Listing(files, issues);
    }

    private static void listFolder(Path folder, Map<String, Found> files, List<RuleIssue> issues) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, RuleDirectory::holdsRules)) {
            for (Path entry : entries) {
                Optional<Found> found = find(entry);
                if (found.isPresent() && files.size() == MOST_FILES) {
                    issues.add(problem(folder, "there are more than %d rule files".formatted(MOST_FILES)));
                    return;
                }
                found.ifPresent(file -> files.put(entry.toString(), file));
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            issues.add(problem(folder, "the folder cannot be read: " + e.getMessage()));
        }
    }

    private static boolean holdsRules(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private static RuleIssue problem(Path path, String message) {
        return RuleFileReader.broken(path.toString(), message).issues().getFirst();
    }

    /** Reads a file, but no more of it than is needed to see that it is too large. */
    static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(RuleFileReader.LARGEST + 1);
        }
    }

    /** The regular file that stands there or that a link leads to; one question to the file system unless it is a link. */
    private static Optional<Found> find(Path path) {
        try {
            BasicFileAttributes own = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Path leadsTo = own.isSymbolicLink() ? path.toRealPath() : path;
            BasicFileAttributes file =
                    own.isSymbolicLink() ? Files.readAttributes(leadsTo, BasicFileAttributes.class) : own;
            return file.isRegularFile()
                    ? Optional.of(
                            new Found(path, new Stamp(leadsTo, file.size(), file.lastModifiedTime(), file.fileKey())))
                    : Optional.empty();
        } catch (IOException e) {
            // It went while we looked, or its link leads nowhere.
            return Optional.empty();
        }
    }
}
