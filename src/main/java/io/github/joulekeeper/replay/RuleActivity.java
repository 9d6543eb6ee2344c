package io.github.joulekeeper.replay;

import java.time.Duration;

/**
 * How long a rule was active on a station.
 *
 * @param starts how often it started
 * @param active how long it was active, all together
 * @param activeAtEnd whether it still was when the recording ended
 */
public record RuleActivity(String rule, String serial, int starts, Duration active, boolean activeAtEnd) {}
