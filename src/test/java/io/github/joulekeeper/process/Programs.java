package io.github.joulekeeper.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short programs. */
final class Programs {
    private Programs() {}

    /** Runs a program to its end. It must succeed within half a minute. */
    static void run(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(line.getFirst() + " did not end in 30 s: " + output);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s ended with status %d: %s".formatted(line.getFirst(), process.exitValue(), output));
            }
        } catch (IOException e) {
            throw new IllegalStateException("could not run " + line.getFirst(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + line.getFirst(), e);
        }
    }
}
