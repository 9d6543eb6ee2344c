package io.github.joulekeeper.app;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** The service beside a {@link CloudOfEverySetting}, with commands that travel one way. */
public abstract class CommandProfile implements QuarkusTestProfile {
    private final String transport;

    CommandProfile(String transport) {
        this.transport = transport;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(CloudOfEverySetting.class, Map.of(CloudOfEverySetting.TRANSPORT, transport)));
    }
}
