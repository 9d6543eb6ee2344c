package io.github.joulekeeper.web.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection whose next request does not have all its headers in time. An idle time-out does not: a client that
 * sends a byte now and then is never idle. It belongs to one connection and runs on its event loop.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
    static final String DEFAULT = "10s";

    private final Duration limit;
    private @Nullable ScheduledFuture<?> deadline;
    private int requests;

    HeaderDeadline(Duration limit) {
        this.limit = limit;
    }

    /** A request has its headers. */
    static void begin(HttpConnection connection) {
        on(connection, HeaderDeadline::begin);
    }

    /** A request has its answer. */
    static void end(HttpConnection connection) {
        on(connection, HeaderDeadline::end);
    }

    private static void on(HttpConnection connection, java.util.function.Consumer<HeaderDeadline> what) {
        if (connection instanceof ConnectionBase base) {
            Channel channel = base.channel();
            HeaderDeadline own = channel.pipeline().get(HeaderDeadline.class);
            if (own != null) {
                if (channel.eventLoop().inEventLoop()) {
                    what.accept(own);
                } else {
                    channel.eventLoop().execute(() -> what.accept(own));
                }
            }
        }
    }

    private void begin() {
        requests++;
        disarm();
    }

    private void end() {
        requests--;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        arm(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (requests == 0 && deadline == null) {
            arm(context);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        disarm();
        context.fireChannelInactive();
    }

    private void arm(ChannelHandlerContext context) {
        deadline = context.executor().schedule(() -> context.close(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void disarm() {
        ScheduledFuture<?> running = deadline;
        if (running != null) {
            running.cancel(false);
            deadline = null;
        }
    }
}
