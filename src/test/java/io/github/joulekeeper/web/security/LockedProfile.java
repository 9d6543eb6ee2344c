package io.github.joulekeeper.web.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** A service with API keys and an identity provider; see {@link ServedStation}. */
public final class LockedProfile implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(ServedStation.class, Map.of(ServedStation.LOCKED, "")));
    }
}
