package io.github.joulekeeper.app;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Takes orders of people to the core. */
@Singleton
public class Control {
    private final Service service;

    Control(Service service) {
        this.service = service;
    }

    /** Gives orders to the core; they run on its one thread, so they must be quick and must not block. */
    public <T> CompletionStage<T> order(Function<Orders, T> orders) {
        return service.parts().core().order(orders);
    }
}
