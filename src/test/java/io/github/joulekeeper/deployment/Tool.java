package io.github.joulekeeper.deployment;

import io.github.joulekeeper.process.NeedsProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of a program that checks what is deployed. */
record Tool(int status, String output) {
    /** Runs a program that is installed, in a folder, for at most half a minute. */
    static Tool run(Path folder, String program, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(NeedsProgram.Condition.find(program).orElseThrow().toString());
        line.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " did not end in 30 s: " + output);
            }
            return new Tool(process.exitValue(), output);
        } catch (IOException e) {
            throw new AssertionError("could not run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while running " + program, e);
        }
    }
}
