package io.github.joulekeeper.ecoflow;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How to reach the cloud's HTTP API. The keys never show in {@link #toString()}.
 *
 * @param url scheme, host and port; the host differs by region and account
 * @param accessKey of the developer account
 * @param secretKey of the developer account
 * @param connectTimeout how long connecting may take; at least 1 ms
 * @param readTimeout how long an answer may take; at least 1 ms
 * @param ca a PEM file with certificates to trust beside those that Java trusts
 */
public record CloudConfig(
        URI url, String accessKey, String secretKey, Duration connectTimeout, Duration readTimeout, Optional<Path> ca) {

    /** Long enough for a slow line, short enough that a command is not forgotten over it. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);

    public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(10);

    public CloudConfig {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
            throw new IllegalArgumentException(
                    "ecoflow.url (%s) must be http:// or https:// and a host, such as".formatted(url)
                            + " https://api-e.ecoflow.com for accounts in Europe");
        }
        requireKey("ecoflow.access-key", accessKey);
        requireKey("ecoflow.secret-key", secretKey);
        requireTime("connect", connectTimeout);
        requireTime("read", readTimeout);
    }

    /** With the usual time-outs, trusting what Java trusts. */
    public CloudConfig(URI url, String accessKey, String secretKey) {
        this(url, accessKey, secretKey, DEFAULT_CONNECT_TIMEOUT, DEFAULT_READ_TIMEOUT, Optional.empty());
    }

    private static void requireKey(String name, String key) {
        if (key.isBlank() || !key.equals(key.strip())) {
            throw new IllegalArgumentException(
                    name + " must be set, without blanks around it. Both keys are made at" + " developer.ecoflow.com");
        }
    }

    private static void requireTime(String name, Duration time) {
        if (time.toMillis() < 1) {
            throw new IllegalArgumentException("The %s time-out (%s) must be at least 1 ms".formatted(name, time));
        }
    }

    /** A text with both keys blotted out, for whatever the cloud or a library wrote. */
    String redact(String text) {
        return text.replace(secretKey, "***").replace(accessKey, "***");
    }

    @Override
    public String toString() {
        return "CloudConfig[%s, keys ***, connect %s, read %s, ca %s]"
                .formatted(
                        url, connectTimeout, readTimeout, ca.map(Path::toString).orElse("of Java"));
    }
}
