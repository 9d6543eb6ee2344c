package io.github.joulekeeper.web;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What quotas of a station were, by columns: the values of one index belong to the same step.
 *
 * @param device the station's serial number
 * @param step the length of a step as ISO 8601 writes it: {@code PT1M} or {@code PT1H}
 * @param from the beginning of the first step
 * @param to the end of the last step
 * @param at the beginnings of the steps, in seconds since 1970
 */
@RegisterForReflection
public record HistoryView(String device, String step, Instant from, Instant to, List<QuotaColumns> quotas, long[] at) {
    /**
     * A quota's values, null where nothing is known.
     *
     * @param name the alias, or the key of a quota that has none
     * @param key the vendor's key
     */
    @RegisterForReflection
    public record QuotaColumns(
            String name,
            String key,
            String unit,
            @Nullable Double[] last,
            @Nullable Double[] min,
            @Nullable Double[] max,
            @Nullable Double[] mean) {}
}
