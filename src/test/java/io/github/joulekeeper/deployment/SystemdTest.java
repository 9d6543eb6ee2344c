package io.github.joulekeeper.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.joulekeeper.process.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsProgram(value = "systemd-analyze", install = "apt-get install systemd")
class SystemdTest {
    private static final Path FOLDER = Path.of("deployment", "systemd");

    /** Of 100; a service without any hardening has 96. */
    private static final String MOST_EXPOSURE = "15";

    @Test
    void theUnitIsValid(@TempDir Path folder) throws IOException {
        // Where Joulekeeper is not installed its program is missing, which is no fault of the unit.
        String unit = Files.readString(FOLDER.resolve("joulekeeper.service"))
                .replaceFirst("ExecStart=\\S+", "ExecStart=/bin/true");
        Files.writeString(folder.resolve("joulekeeper.service"), unit);
        Tool verify = Tool.run(folder, "systemd-analyze", "verify", "./joulekeeper.service");
        assertThat(verify.status()).as(verify.output()).isZero();
        assertThat(verify.output()).doesNotContain("joulekeeper");
    }

    /** A page's change of a rule tries to keep the file's owner, which the filter does not allow. */
    @Test
    void aForbiddenCallFailsAndKillsNobody() throws IOException {
        assertThat(Files.readAllLines(FOLDER.resolve("joulekeeper.service")))
                .anyMatch(line -> line.startsWith("SystemCallFilter=~"))
                .contains("SystemCallErrorNumber=EPERM");
    }

    @Test
    void theServiceIsHardened() {
        Tool security = Tool.run(
                FOLDER,
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=" + MOST_EXPOSURE,
                "./joulekeeper.service");
        assertThat(security.status()).as(security.output()).isZero();
    }
}
