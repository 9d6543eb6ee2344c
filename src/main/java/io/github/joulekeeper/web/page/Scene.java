package io.github.joulekeeper.web.page;

import io.github.joulekeeper.app.Present;
import io.github.joulekeeper.engine.Explanation;
import io.github.joulekeeper.state.DeviceState;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stations and rules at one instant.
 *
 * @param names the stations' names by serial number
 * @param misfits rules that select a station but do not fit its model
 * @param settings the settings that are claimed, or were when a rule ended
 */
record Scene(
        List<StationCard> stations,
        Map<String, String> names,
        List<Explanation.OfRule> rules,
        List<Explanation.NotApplicable> misfits,
        List<Explanation.OfSetting> settings) {

    static Scene now(Present present) {
        return present.ask(Scene::of).toCompletableFuture().join();
    }

    private static Scene of(Present.Moment moment) {
        var devices = moment.state().devices();
        return new Scene(
                devices.stream()
                        .map(device -> StationCard.of(device, moment.engine().settings(device.serial()), moment.now()))
                        .toList(),
                devices.stream().collect(Collectors.toMap(DeviceState::serial, DeviceState::name)),
                moment.engine().explainAll(moment.now()),
                moment.engine().notApplicable(),
                devices.stream()
                        .flatMap(device -> moment.engine().settings(device.serial()).stream())
                        .toList());
    }
}
