package io.github.joulekeeper.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A file system of a few megabytes, which is soon full. A test that may not mount one is skipped. */
public record SmallDisk(Path folder) implements AutoCloseable {
    private static final int MEGABYTES = 3;

    /** Mounts one in a folder, which is made if it is not there. */
    public static SmallDisk mounted(Path folder) throws Exception {
        Files.createDirectories(folder);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "tmpfs", folder.toString()),
                "needs the right to mount a small file system");
        return new SmallDisk(folder);
    }

    /** Writes until nothing more fits. */
    public void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (int written = 0; written <= MEGABYTES << 20; written += 4096) {
                out.write(new byte[4096]);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
            return;
        }
        throw new IllegalStateException("the disk is larger than it should be");
    }

    /** Takes away what {@link #fill} wrote. */
    public void free() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    /** Lazily: who is ended after this may still hold a file. */
    @Override
    public void close() throws Exception {
        assertThat(run("umount", "--lazy", folder.toString())).isTrue();
    }

    private static boolean run(String... line) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
