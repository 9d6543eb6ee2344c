package io.github.joulekeeper.app;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

@QuarkusTest
@TestProfile(EveryCommandOverMqttIT.Profile.class)
class EveryCommandOverMqttIT extends EveryCommandContract {
    EveryCommandOverMqttIT() {
        super("mqtt");
    }

    public static final class Profile extends CommandProfile {
        public Profile() {
            super("mqtt");
        }
    }
}
