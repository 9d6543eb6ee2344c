package io.github.joulekeeper.app;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.concurrent.TimeUnit;

/** Sends spans to a collector, in batches and from a thread of its own. Made only where there is a collector. */
final class TraceExport implements AutoCloseable {
    private static final long LONGEST_END_SECONDS = 3;

    private final SdkTracerProvider provider;

    /**
     * Sends nothing yet.
     *
     * @param url where the collector takes traces by OTLP over HTTP, such as {@code http://collector:4318/v1/traces}
     * @throws StartRefusedException if that is no address
     */
    TraceExport(String url) {
        try {
            OtlpHttpSpanExporter exporter =
                    OtlpHttpSpanExporter.builder().setEndpoint(url).build();
            provider = SdkTracerProvider.builder()
                    .setResource(Resource.getDefault()
                            .merge(Resource.create(
                                    Attributes.of(AttributeKey.stringKey("service.name"), "joulekeeper"))))
                    .addSpanProcessor(BatchSpanProcessor.builder(exporter).build())
                    .build();
        } catch (IllegalArgumentException unusable) {
            throw new StartRefusedException(
                    "The value '%s' of joulekeeper.traces must be an address such as http://collector:4318/v1/traces. Correct it, or leave it out for no traces"
                            .formatted(url));
        }
    }

    /** What makes the spans. */
    Tracer tracer() {
        return provider.get("joulekeeper");
    }

    /** Sends what is left, for at most some seconds. */
    @Override
    public void close() {
        provider.shutdown().join(LONGEST_END_SECONDS, TimeUnit.SECONDS);
    }
}
