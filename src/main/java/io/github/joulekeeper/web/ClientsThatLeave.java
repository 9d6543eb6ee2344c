package io.github.joulekeeper.web;

import io.quarkus.logging.LoggingFilter;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;

/**
 * Keeps silent about clients that leave the event stream. Whoever does so before what is written has reached it makes that
 * write fail, which the REST server takes for an error of the stream. What else fails there is told.
 */
@LoggingFilter(name = "clients-that-leave")
public final class ClientsThatLeave implements Filter {
    private static final String STREAMS = PublisherResponseHandler.class.getName();

    @Override
    public boolean isLoggable(LogRecord record) {
        boolean left = record.getThrown() instanceof IOException || record.getThrown() instanceof HttpClosedException;
        return !(left && STREAMS.equals(record.getLoggerName()));
    }
}
