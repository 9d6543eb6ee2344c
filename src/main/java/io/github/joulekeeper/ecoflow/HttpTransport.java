package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Transport;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Sends set commands as signed PUTs and reads back by signed POSTs. */
public final class HttpTransport implements Transport {
    private static final Logger LOG = Logger.getLogger(HttpTransport.class);

    private final CloudClient client;
    private final Function<String, Optional<Model>> models;
    private final CloudEvents events;
    private final InstantSource clock;

    /**
     * @param models the model of a station by its serial number; asked on any thread
     * @param events where the values go that are read back, and the word that a station is offline
     */
    public HttpTransport(
            CloudClient client, Function<String, Optional<Model>> models, CloudEvents events, InstantSource clock) {
        this.clock = clock;
        this.client = client;
        this.models = models;
        this.events = events;
    }

    @Override
    public CompletionStage<Delivery> send(Command command, long messageId) {
        return client.set(command.serial(), messageId, command.payload()).handle((done, failure) -> {
            if (failure == null) {
                return new Delivery.Accepted();
            }
            CloudException known = CloudClient.unwrap(failure);
            if (known.problem() == CloudProblem.OFFLINE) {
                events.status(command.serial(), false, clock.instant());
            }
            return known.delivery();
        });
    }

    @Override
    public void requestReadBack(String serial, List<String> quotaKeys) {
        Optional<Model> model = models.apply(serial);
        if (model.isEmpty()) {
            LOG.warnf("No model is chosen for station %s, so nothing can be read back", serial);
            return;
        }
        client.get(serial, model.get(), quotaKeys).whenComplete((report, failure) -> {
            if (failure == null) {
                events.report(report);
            } else {
                LOG.warnf(
                        "Station %s could not be read back: %s",
                        serial, CloudClient.unwrap(failure).getMessage());
            }
        });
    }
}
