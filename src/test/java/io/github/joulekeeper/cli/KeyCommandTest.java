package io.github.joulekeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCommandTest {
    @TempDir
    Path folder;

    @Test
    void aKeyIsShownOnceAndOnlyItsHashIsKept() throws Exception {
        CommandRun made = create("laptop", "editor");

        assertThat(made.status()).as(made.err()).isZero();
        String key = made.out().lines().findFirst().orElseThrow();
        assertThat(key).matches("jk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file())).contains("laptop").doesNotContain(key.substring(12));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(list().out()).contains("laptop").contains("editor").doesNotContain(key);
    }

    @Test
    void aRevokedKeyStaysInTheListAndCannotBeRevokedAgain() {
        create("laptop", "viewer");
        assertThat(revoke("laptop").status()).isZero();
        assertThat(list().out()).contains("revoked");
        assertThat(revoke("laptop").status()).isEqualTo(1);
        assertThat(revoke("laptop").err()).contains("'laptop'").contains("key list");
        assertThat(create("laptop", "viewer").status())
                .as("its name is free again")
                .isZero();
    }

    @Test
    void wrongInputIsNamedAndChangesNothing() throws Exception {
        assertThat(create("laptop", "admin").err()).contains("admin").contains("viewer, operator, editor");
        assertThat(create("x\ny", "viewer").err()).contains("The name of a key");
        assertThat(Files.exists(file())).isFalse();

        create("laptop", "viewer");
        assertThat(create("laptop", "viewer").err()).contains("laptop").contains("revoke");
        Files.writeString(file(), "{\"keys\": [{\"id\": 1}]}");
        CommandRun broken = list();
        assertThat(broken.status()).isEqualTo(1);
        assertThat(broken.err()).contains(file().toString()).doesNotContain("Exception");
    }

    @Test
    void keysMadeAtTheSameTimeAreAllKept() {
        List.of("a", "b", "c", "d", "e", "f").parallelStream().forEach(name -> create(name, "viewer"));
        assertThat(list().out().lines()).hasSize(6);
    }

    private Path file() {
        return folder.resolve("keys.json");
    }

    private CommandRun create(String name, String role) {
        return CommandRun.of("key", "create", "--role", role, "--name", name, "--keys-file", file());
    }

    private CommandRun list() {
        return CommandRun.of("key", "list", "--keys-file", file());
    }

    private CommandRun revoke(String key) {
        return CommandRun.of("key", "revoke", key, "--keys-file", file());
    }
}
