package io.github.joulekeeper.history;

/**
 * One quota of one station.
 *
 * @param quota the vendor's key
 */
public record SeriesKey(String serial, String quota) {}
