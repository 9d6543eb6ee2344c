package io.github.joulekeeper.simulator.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PowerModelTest {
    private static final BatterySpec SPEC = new BatterySpec(1024, 48, 54.4, 1500, 2000, 1800, 500, 800, 0.97, 0.92);
    private static final double ROUNDING = 1e-6;

    private final PowerModel model = new PowerModel(SPEC);

    @Property
    void stateOfChargeStaysBetween0And100(
            @ForAll("states") BatteryState start,
            @ForAll("controls") Controls controls,
            @ForAll("surroundings") Surroundings surroundings,
            @ForAll @DoubleRange(min = 0, max = 900) double solar,
            @ForAll @IntRange(min = 1, max = 7200) int seconds) {
        BatteryState state = start;
        for (int i = 0; i < 20; i++) {
            state = model.step(state, controls, surroundings, solar, Duration.ofSeconds(seconds))
                    .state();
            assertThat(model.soc(state)).isBetween(0.0, 100.0);
        }
    }

    @Property
    void whatComesInIsWhatGoesOutIsStoredOrIsLost(
            @ForAll("states") BatteryState start,
            @ForAll("controls") Controls controls,
            @ForAll("surroundings") Surroundings surroundings,
            @ForAll @DoubleRange(min = 0, max = 900) double solar,
            @ForAll @IntRange(min = 1, max = 600) int seconds) {
        PowerModel.Step step = model.step(start, controls, surroundings, solar, Duration.ofSeconds(seconds));
        PowerFlows flows = step.flows();

        double bus = flows.solar()
                + flows.generator()
                + flows.gridCharge() * SPEC.converterEfficiency()
                + flows.discharge()
                - flows.charge()
                - flows.usbOutput()
                - flows.carOutput()
                - (flows.acOutput() - flows.gridThrough()) / SPEC.converterEfficiency();
        assertThat(bus).as("power at the bus").isCloseTo(0, within(ROUNDING));

        double hours = seconds / 3600.0;
        double stored = flows.charge() * SPEC.batteryEfficiency() * hours
                - flows.discharge() / SPEC.batteryEfficiency() * hours;
        assertThat(step.state().energyWattHours() - start.energyWattHours())
                .as("energy in the battery")
                .isCloseTo(stored, within(ROUNDING));
    }

    @Property
    void nothingFlowsBackwardsOrBothWays(
            @ForAll("states") BatteryState start,
            @ForAll("controls") Controls controls,
            @ForAll("surroundings") Surroundings surroundings,
            @ForAll @DoubleRange(min = 0, max = 900) double solar) {
        PowerFlows flows = model.step(start, controls, surroundings, solar, Duration.ofSeconds(5))
                .flows();
        assertThat(List.of(
                        flows.solar(),
                        flows.generator(),
                        flows.gridThrough(),
                        flows.gridCharge(),
                        flows.acOutput(),
                        flows.usbOutput(),
                        flows.carOutput(),
                        flows.charge(),
                        flows.discharge()))
                .allMatch(watts -> watts >= 0);
        assertThat(Math.min(flows.charge(), flows.discharge())).isZero();
        assertThat(flows.solar()).isLessThanOrEqualTo(Math.min(solar, SPEC.maxSolarWatts()));
    }

    @Property
    void limitsHold(
            @ForAll("states") BatteryState start,
            @ForAll("controls") Controls controls,
            @ForAll("surroundings") Surroundings surroundings,
            @ForAll @DoubleRange(min = 0, max = 900) double solar,
            @ForAll @IntRange(min = 1, max = 7200) int seconds) {
        double before = model.soc(start);
        double after = model.soc(model.step(start, controls, surroundings, solar, Duration.ofSeconds(seconds))
                .state());
        assertThat(after).isLessThanOrEqualTo(Math.max(before, controls.ceilingSoc()) + ROUNDING);
        assertThat(after).isGreaterThanOrEqualTo(Math.min(before, controls.floorSoc()) - ROUNDING);
    }

    @Property
    void pausedOrAbsentGridDoesNotCharge(
            @ForAll("states") BatteryState start,
            @ForAll("controls") Controls controls,
            @ForAll("surroundings") Surroundings surroundings) {
        PowerFlows flows = model.step(start, controls, surroundings, 0, Duration.ofSeconds(5))
                .flows();
        if (controls.gridChargePaused() || !surroundings.gridPresent()) {
            assertThat(flows.gridCharge()).isZero();
        }
        assertThat(flows.gridCharge()).isLessThanOrEqualTo(controls.gridChargeWatts() + ROUNDING);
    }

    @Provide
    Arbitrary<BatteryState> states() {
        return Combinators.combine(
                        Arbitraries.doubles().between(0, SPEC.capacityWattHours()), Arbitraries.of(true, false))
                .as(BatteryState::new);
    }

    @Provide
    Arbitrary<Controls> controls() {
        Arbitrary<boolean[]> switches = Arbitraries.of(true, false)
                .list()
                .ofSize(5)
                .map(list -> {
                    boolean[] array = new boolean[5];
                    for (int i = 0; i < 5; i++) {
                        array[i] = list.get(i);
                    }
                    return array;
                });
        Arbitrary<Double> soc = Arbitraries.doubles().between(0, 100);
        return Combinators.combine(switches, Arbitraries.doubles().between(0, 1200), soc, soc, soc, soc, soc)
                .as((on, watts, max, min, reserve, open, close) ->
                        new Controls(on[0], on[1], on[2], watts, on[3], on[4], max, min, reserve, open, close));
    }

    @Provide
    Arbitrary<Surroundings> surroundings() {
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Combinators.combine(
                        Arbitraries.doubles().between(0, 3000),
                        Arbitraries.doubles().between(0, 200),
                        Arbitraries.doubles().between(0, 130),
                        flag,
                        flag)
                .as((ac, usb, car, grid, generator) -> new Surroundings(ac, usb, car, 0, grid, generator));
    }
}
