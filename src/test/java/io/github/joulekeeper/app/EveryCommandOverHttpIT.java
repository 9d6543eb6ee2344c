package io.github.joulekeeper.app;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(EveryCommandOverHttpIT.Profile.class)
class EveryCommandOverHttpIT extends EveryCommandContract {
    EveryCommandOverHttpIT() {
        super("http");
    }

    public static final class Profile extends CommandProfile {
        public Profile() {
            super("http");
        }
    }
}
