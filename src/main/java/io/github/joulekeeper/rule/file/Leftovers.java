package io.github.joulekeeper.rule.file;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files under whose names {@link FileSwap} writes, as far as a kill left them there.
 *
 * @param removed those that are gone now
 * @param kept those that may hold what a person saved at the moment of the kill
 */
public record Leftovers(List<Path> removed, List<Path> kept) {
    // A name that begins with a dot is no rule file.
    private static final Pattern NAME =
            Pattern.compile("\\.(.+)\\.joulekeeper-([0-9]{1,18})-[0-9]{1,18}-([0-9a-f]{12})\\.tmp");
    private static final String OF_NOTHING = digest(new byte[0]);

    /**
     * A name that no other file has, and that tells what the file itself must hold.
     *
     * @param number each one once in this process
     */
    static String name(Path file, long number, byte[] expected) {
        return ".%s.joulekeeper-%d-%d-%s.tmp"
                .formatted(file.getFileName(), ProcessHandle.current().pid(), number, digest(expected));
    }

    /**
     * Removes what earlier processes left in a rules directory and where its links lead. To be called before the first write;
     * what a process that still runs has made stays.
     */
    public static Leftovers clear(Path directory) {
        Set<Path> folders = new TreeSet<>(Set.of(directory));
        new RuleDirectory(List.of(directory))
                .list()
                .files()
                .values()
                .forEach(file -> folders.add(file.stamp().leadsTo().resolveSibling("")));
        Leftovers found = new Leftovers(new ArrayList<>(), new ArrayList<>());
        folders.forEach(found::clearFolder);
        return found;
    }

    private void clearFolder(Path folder) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, ".*.tmp")) {
            for (Path path : all) {
                Matcher name = NAME.matcher(path.getFileName().toString());
                if (name.matches()
                        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && !mayBeInUse(Long.parseLong(name.group(2)))) {
                    if (isOurs(path, folder.resolve(name.group(1)), name.group(3))) {
                        Files.delete(path);
                        removed.add(path);
                    } else {
                        kept.add(path);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException notAllowed) {
            // It may be read-only by now; nobody is harmed by what stays.
        }
    }

    /** In a container each process may have the same id: what has this one's is from a process before it. */
    private static boolean mayBeInUse(long pid) {
        return pid != ProcessHandle.current().pid() && ProcessHandle.of(pid).isPresent();
    }

    /** Whether a file holds what Joulekeeper wrote, whole or in part, or what it was told to replace. */
    private static boolean isOurs(Path leftover, Path file, String expected) throws IOException {
        if (expected.equals(OF_NOTHING)) {
            // For a new file names are never exchanged.
            return true;
        }
        byte[] left = Files.readAllBytes(leftover);
        if (digest(left).equals(expected)) {
            return true;
        }
        try {
            byte[] now = Files.readAllBytes(file);
            // As expected: the names were not exchanged yet.
            return digest(now).equals(expected) || Arrays.equals(now, left);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static String digest(byte[] bytes) {
        return Digest.of(bytes, 6);
    }
}
