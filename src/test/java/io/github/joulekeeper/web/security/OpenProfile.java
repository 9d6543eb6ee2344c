package io.github.joulekeeper.web.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;

/** A service on the loopback address without a login. */
public final class OpenProfile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ServedStation.class));
    }
}
