package io.github.joulekeeper.dispatch;

import io.github.joulekeeper.device.CommandTemplate;
import java.util.List;

/**
 * A set command on its way to one station.
 *
 * @param id unique over the life of the ledger, ascending
 * @param serial the station
 * @param payload what is sent
 * @param origins the rules or authors that want it
 * @param reason why, as a person reads it
 */
public record Command(long id, String serial, CommandTemplate.Payload payload, List<String> origins, String reason) {
    public Command {
        origins = List.copyOf(origins);
    }
}
