package io.github.joulekeeper.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The short form of the benchmark of the whole process: a hundred stations as fast as they can, and afterwards every report
 * was answered by the right command, and every command is in the ledger and confirmed. It measures no time.
 */
@NeedsProgram(value = "mosquitto", install = "apt install mosquitto")
class NothingIsLostUnderLoadIT {
    @Test
    void everyReportIsAnsweredAndEveryCommandIsInTheLedger() throws IOException, InterruptedException {
        assumeTrue(
                "true".equals(System.getenv("CI")) || Files.exists(Path.of("/usr/include/mosquitto.h")),
                "needs a C compiler and libmosquitto: apt install gcc libc6-dev libmosquitto-dev");
        ProcessBuilder builder = new ProcessBuilder("bench/run", "--smoke").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Path log = Files.createDirectories(Path.of("target", "process-it")).resolve("load.log");
        Process process = builder.redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroy();
        }
        String output = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("nothing was lost");
    }
}
