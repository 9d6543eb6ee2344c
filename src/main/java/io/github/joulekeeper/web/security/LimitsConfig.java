package io.github.joulekeeper.web.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How slow a client may be: the names that begin with {@code joulekeeper.limits.}. */
@ConfigMapping(prefix = "joulekeeper.limits")
public interface LimitsConfig {
    /** How long the headers of a request may take, positive. */
    @WithDefault(HeaderDeadline.DEFAULT)
    Duration headers();

    /** How long the body of a request may take at least; large ones get a second more for each 16 KiB. Positive. */
    @WithDefault("20s")
    Duration body();
}
