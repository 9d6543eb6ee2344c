package io.github.joulekeeper.engine;

import io.github.joulekeeper.device.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a setting of a device shall be: the winning claim.
 *
 * @param serial the station
 * @param value in the setting's unit
 * @param origin who claims it: a rule's id, or {@code manual:AUTHOR}
 * @param reason why, as a person reads it: the condition and the readings that made it true
 * @param since since when it is claimed
 * @param enforce whether it is set again when somebody else changes it
 * @param every the shortest time between two sends of a followed value, if given
 * @param standing true while the claim lasts; false for a value to be set once when a rule ended ({@code otherwise})
 */
public record SetPoint(
        String serial,
        Setting setting,
        double value,
        String origin,
        String reason,
        Instant since,
        boolean enforce,
        Optional<Duration> every,
        boolean standing) {}
