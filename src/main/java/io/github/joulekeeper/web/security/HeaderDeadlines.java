package io.github.joulekeeper.web.security;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.quarkus.vertx.core.runtime.QuarkusExecutorFactory;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.spi.VertxServiceProvider;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Gives every accepted connection its {@link HeaderDeadline}. Vert.x has no setting for it, and shows a connection to its
 * users only once the first request has all its headers; where connections are accepted is the one place before.
 */
public final class HeaderDeadlines implements VertxServiceProvider {
    @Override
    public void init(VertxBuilder builder) {
        // Only the Vert.x that serves HTTP here: that of the demo's cloud has connections of another kind.
        if (builder.executorServiceFactory() instanceof QuarkusExecutorFactory) {
            builder.findTransport(new Transport());
        }
    }

    private static final class Transport extends JDKTransport {
        @Override
        public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
            return domainSocket ? super.serverChannelFactory(true) : Acceptor::new;
        }
    }

    private static final class Acceptor extends NioServerSocketChannel {
        private final Duration limit = ConfigProvider.getConfig()
                .unwrap(SmallRyeConfig.class)
                .getConfigMapping(LimitsConfig.class)
                .headers();

        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            for (Object connection : accepted.subList(accepted.size() - Math.max(count, 0), accepted.size())) {
                ((Channel) connection).pipeline().addLast(new HeaderDeadline(limit));
            }
            return count;
        }
    }
}
