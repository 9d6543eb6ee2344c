package io.github.joulekeeper.ecoflow;

import com.fasterxml.jackson.core.JacksonException;
import io.github.joulekeeper.device.Model;
import io.github.joulekeeper.state.Report;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Turns MQTT messages into events. Whatever a message holds, nothing but its own event is lost over it.
 *
 * <p>Confined to the session's thread, but for the counter.
 */
final class IncomingMessages {
    private static final Logger LOG = Logger.getLogger(IncomingMessages.class);
    /** Room for what stations send day by day; what is longer gets its own. */
    private static final int USUAL_BYTES = 16 * 1024;

    private final InstantSource clock;
    private final CloudEvents events;
    private final MalformedMessages malformed;
    private final Map<String, Route> routes = new HashMap<>();
    private final Map<Model, ReportDecoder> decoders = new HashMap<>();
    private final PlainScan scan = new PlainScan();
    /** The message that is being read: nothing of it is held on to. */
    private final byte[] bytes = new byte[USUAL_BYTES];

    private GetReplyListener getReplies = (serial, messageId) -> {};

    /** Where the messages of one topic belong. */
    private record Route(Topic topic, String serial, ReportDecoder decoder) {}

    /** Hears of answered get requests. */
    interface GetReplyListener {
        void answered(String serial, long messageId);
    }

    IncomingMessages(InstantSource clock, CloudEvents events, MalformedMessages malformed) {
        this.clock = clock;
        this.events = events;
        this.malformed = malformed;
    }

    void onGetReply(GetReplyListener listener) {
        getReplies = listener;
    }

    /** Takes messages of a station from now on; the topics to subscribe to for it. */
    List<String> route(String account, String serial, Model model) {
        ReportDecoder decoder = decoders.computeIfAbsent(model, ReportDecoder::new);
        List<String> topics = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if (topic.incoming()) {
                String name = topic.of(account, serial);
                routes.put(name, new Route(topic, serial, decoder));
                topics.add(name);
            }
        }
        return topics;
    }

    /** The topics to subscribe to. */
    Collection<String> topics() {
        return routes.keySet();
    }

    void clear() {
        routes.clear();
    }

    /**
     * Takes a message.
     *
     * @param retained whether the broker had kept it from before the subscription: then it is of unknown age
     */
    void accept(String topicName, Buffer payload, boolean retained) {
        Route route = routes.get(topicName);
        if (route == null) {
            malformed.add(topicName, payload.length(), "is on a topic that was not subscribed to");
            return;
        }
        try {
            int length = payload.length();
            byte[] message = length <= bytes.length ? bytes : new byte[length];
            payload.getBytes(0, length, message);
            decode(route, message, length, retained);
        } catch (IOException | RuntimeException e) {
            malformed.add(topicName, payload.length(), reason(e));
        }
    }

    private void decode(Route route, byte[] message, int length, boolean retained) throws IOException {
        Instant now = clock.instant();
        switch (route.topic()) {
            case QUOTA -> report(route, retained ? Report.Source.SNAPSHOT : Report.Source.PUSHED, now, message, length);
            case GET_REPLY -> {
                if (!retained) {
                    report(route, Report.Source.GET_REPLY, now, message, length);
                    ReplyDecoder.messageId(message, 0, length).ifPresent(id -> getReplies.answered(route.serial(), id));
                }
            }
            case STATUS -> events.status(route.serial(), StatusDecoder.online(message, 0, length), now);
            case SET_REPLY -> {
                if (!retained) {
                    ReplyDecoder.decode(route.serial(), message, 0, length)
                            .ifPresentOrElse(events::reply, () -> undecided(route.serial()));
                }
            }
            case SET, GET -> {}
        }
    }

    private void report(Route route, Report.Source source, Instant now, byte[] message, int length) throws IOException {
        Optional<Report> report = route.decoder().decode(route.serial(), source, now, message, length, scan);
        if (report.isPresent()) {
            events.report(report.get());
        }
    }

    private static void undecided(String serial) {
        LOG.debugf("A set_reply of %s says neither that it was done nor that it was not", serial);
    }

    private static String reason(Exception e) {
        // Jackson's full message quotes the payload.
        return e instanceof JacksonException json
                ? "is no JSON that can be taken (" + json.getOriginalMessage() + ")"
                : e instanceof MalformedMessageException ? String.valueOf(e.getMessage()) : "led to " + e;
    }
}
