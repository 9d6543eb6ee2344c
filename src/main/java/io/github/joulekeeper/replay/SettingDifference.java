package io.github.joulekeeper.replay;

import java.time.Instant;

/**
 * A time over which a setting would have been another under other rules. Values are as people read them.
 *
 * @param to when both were the same again, or the end of the recording
 */
public record SettingDifference(String serial, String setting, Instant from, Instant to, String first, String second) {}
