package io.github.joulekeeper.ecoflow;

/**
 * A station that is bound to the account.
 *
 * @param serial its serial number
 * @param name the name that the user gave it, or the serial number when the cloud tells none
 * @param online whether the cloud holds it to be online
 */
public record BoundStation(String serial, String name, boolean online) {}
