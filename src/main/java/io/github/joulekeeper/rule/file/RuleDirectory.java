package io.github.joulekeeper.rule.file;

import io.github.joulekeeper.rule.RuleIssue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
     * @param files paths by the name that messages use
     * @param issues what could not be listed; if there are any, {@code files} is not to be relied on
     */
    record Listing(Map<String, Path> files, List<RuleIssue> issues) {}

    Listing list() {
        Map<String, Path> files = new TreeMap<>();
        List<RuleIssue> issues = new ArrayList<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                listFolder(root, files, issues);
            } else if (Files.isRegularFile(root)) {
                files.put(root.toString(), root);
            } else {
                issues.add(problem(root, "there is no such file or folder"));
            }
        }
        return new Listing(files, issues);
    }

    private static void listFolder(Path folder, Map<String, Path> files, List<RuleIssue> issues) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, RuleDirectory::holdsRules)) {
            for (Path entry : entries) {
                if (files.size() == MOST_FILES) {
                    issues.add(problem(folder, "there are more than %d rule files".formatted(MOST_FILES)));
                    return;
                }
                files.put(entry.toString(), entry);
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            issues.add(problem(folder, "the folder cannot be read: " + e.getMessage()));
        }
    }

    private static boolean holdsRules(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml")) && Files.isRegularFile(path);
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

    /** What changes when a file changes: where its links lead, its size and its time of change. */
    static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return "%s %d %s %s"
                    .formatted(
                            file.toRealPath(), attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
