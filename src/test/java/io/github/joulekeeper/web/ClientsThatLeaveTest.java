package io.github.joulekeeper.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.resteasy.reactive.server.handlers.PublisherResponseHandler;
import org.junit.jupiter.api.Test;

/** That no client's leaving is told by the whole process is in {@code StreamsLeftIT}. */
class ClientsThatLeaveTest {
    private static final String STREAMS = PublisherResponseHandler.class.getName();

    private static boolean isTold(String logger, Throwable thrown) {
        LogRecord record = new LogRecord(Level.SEVERE, "Exception in SSE server handling");
        record.setLoggerName(logger);
        record.setThrown(thrown);
        return new ClientsThatLeave().isLoggable(record);
    }

    @Test
    void onlyWhatAClientDoesByLeavingIsKeptSilent() {
        assertThat(isTold(STREAMS, new IOException("Broken pipe"))).isFalse();
        assertThat(isTold(STREAMS, new ClosedChannelException())).isFalse();
        assertThat(isTold(STREAMS, new HttpClosedException("Connection was closed")))
                .isFalse();

        assertThat(isTold(STREAMS, new IllegalStateException("a bug"))).isTrue();
        assertThat(isTold(STREAMS, null)).isTrue();
        assertThat(isTold("io.github.joulekeeper.app.Core", new IOException("disk")))
                .isTrue();
    }
}
