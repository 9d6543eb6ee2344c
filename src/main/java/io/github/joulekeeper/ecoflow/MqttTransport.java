package io.github.joulekeeper.ecoflow;

import io.github.joulekeeper.dispatch.Command;
import io.github.joulekeeper.dispatch.Delivery;
import io.github.joulekeeper.dispatch.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends set commands on the stations' {@code set} topics. Reads back on {@code get}; as the vendor's page shows no example of
 * that for all models, a request that stays unanswered goes over HTTP too.
 */
public final class MqttTransport implements Transport {
    /** How long a station may take to answer on {@code get_reply}. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final MqttSession session;
    private final Transport http;
    private final Duration patience;
    private final AtomicLong getIds;
    private final Map<Long, CompletableFuture<Void>> open = new ConcurrentHashMap<>();

    /**
     * @param session not yet started
     * @param http reads back what is not answered over MQTT
     * @param clock the ids of get requests start with its time, so as not to repeat after a restart
     */
    public MqttTransport(MqttSession session, Transport http, InstantSource clock) {
        this(session, http, clock, PATIENCE);
    }

    MqttTransport(MqttSession session, Transport http, InstantSource clock, Duration patience) {
        this.session = session;
        this.http = http;
        this.patience = patience;
        this.getIds = new AtomicLong(clock.millis());
        session.onGetReply((serial, messageId) -> {
            CompletableFuture<Void> answer = open.get(messageId);
            if (answer != null) {
                answer.complete(null);
            }
        });
    }

    @Override
    public CompletionStage<Delivery> send(Command command, long messageId) {
        return session.publish(command.serial(), Topic.SET, RequestEncoder.mqttSet(messageId, command.payload()));
    }

    @Override
    public void requestReadBack(String serial, List<String> quotaKeys) {
        long id = getIds.incrementAndGet();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        open.put(id, answer);
        answer.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, unanswered) -> {
            open.remove(id);
            if (unanswered != null) {
                http.requestReadBack(serial, quotaKeys);
            }
        });
        session.publish(serial, Topic.GET, RequestEncoder.mqttGet(id, quotaKeys))
                .thenAccept(delivery -> {
                    if (delivery instanceof Delivery.Failed failed) {
                        answer.completeExceptionally(new IllegalStateException(failed.reason()));
                    }
                });
    }
}
