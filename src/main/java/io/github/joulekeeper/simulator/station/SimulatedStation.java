package io.github.joulekeeper.simulator.station;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.joulekeeper.simulator.battery.BatteryState;
import io.github.joulekeeper.simulator.battery.Controls;
import io.github.joulekeeper.simulator.battery.PowerFlows;
import io.github.joulekeeper.simulator.battery.PowerModel;
import io.github.joulekeeper.simulator.battery.SolarCurve;
import io.github.joulekeeper.simulator.battery.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A station: a battery with loads, settings and sensors. It knows nothing of networks; time passes only in
 * {@link #advance}. Thread-safe.
 */
public final class SimulatedStation {
    private static final Duration LONGEST_STEP = Duration.ofSeconds(5);

    private final StationPlan plan;
    private final StationModel model;
    private final PowerModel power;
    private final Telemetry telemetry;
    private final CommandInterpreter interpreter;
    private final SolarCurve sun = new SolarCurve(ZoneOffset.UTC);
    private final QuotaBoard quotas;

    private Instant now;
    private Duration uptime = Duration.ZERO;
    private BatteryState battery;
    private Surroundings surroundings;
    private PowerFlows flows = PowerFlows.NONE;
    private EnergyCounters counters = EnergyCounters.ZERO;

    /** @param start the simulated moment at which it begins */
    public SimulatedStation(StationPlan plan, Instant start) {
        this.plan = plan;
        this.model = plan.model();
        this.power = new PowerModel(model.battery());
        this.telemetry = new Telemetry(model.battery(), model.notApplicableMinutes());
        this.interpreter = new CommandInterpreter(model);
        this.quotas = new QuotaBoard(model.quotas());
        this.now = start;
        this.battery = new BatteryState(power.energyAt(plan.soc()), false);
        this.surroundings = plan.surroundings();
        plan.quotas().forEach(quotas::put);
        // A moment must pass before the sensors show what flows.
        advance(Duration.ofMillis(1));
    }

    /** The changed quotas of one module, by their bare keys. */
    public record ModuleReport(StationModel.Module module, Map<String, JsonNode> params) {}

    public String serial() {
        return plan.serial();
    }

    public String name() {
        return plan.name();
    }

    /** Lets simulated time pass. */
    public synchronized void advance(Duration simulated) {
        Duration open = simulated;
        while (open.compareTo(Duration.ZERO) > 0) {
            Duration time = open.compareTo(LONGEST_STEP) < 0 ? open : LONGEST_STEP;
            PowerModel.Step step =
                    power.step(battery, controls(), surroundings, sun.watts(now, surroundings.solarPeakWatts()), time);
            battery = step.state();
            flows = step.flows();
            counters = counters.plus(flows, time.toNanos() / 1e9);
            now = now.plus(time);
            uptime = uptime.plus(time);
            open = open.minus(time);
        }
        measure();
    }

    /** What the model says to a set command; nothing is applied yet. */
    public synchronized SetVerdict judge(JsonNode request) {
        return interpreter.judge(request, quotas::number);
    }

    /** Applies what {@link #judge} accepted. */
    public synchronized void apply(SetVerdict.Accepted accepted) {
        accepted.changes().forEach(quotas::put);
        measure();
    }

    /** Sets a quota, as somebody at the station's own buttons would. */
    public synchronized void put(String key, double value) {
        quotas.put(key, ReportedNumber.of(value, 0));
        measure();
    }

    /** Changes what is plugged in. */
    public synchronized void surround(UnaryOperator<Surroundings> change) {
        boolean gridWasPresent = surroundings.gridPresent();
        surroundings = change.apply(surroundings);
        if (!gridWasPresent && surroundings.gridPresent()) {
            model.onGridReturn().forEach(quotas::put);
        }
        measure();
    }

    /** Fills or empties the battery at once, to a state of charge in percent. */
    public synchronized void charge(double soc) {
        battery = new BatteryState(power.energyAt(soc), battery.generatorRunning());
        measure();
    }

    /** All quotas with their prefixed keys. */
    public synchronized Map<String, JsonNode> quotas() {
        return quotas.all();
    }

    /** Those of the asked quotas that the station has. */
    public synchronized Map<String, JsonNode> quotas(List<String> keys) {
        Map<String, JsonNode> all = quotas.all();
        Map<String, JsonNode> found = new LinkedHashMap<>();
        for (String key : keys) {
            JsonNode value = all.get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    /** The quota as a number; NaN if the station does not have it or it is a list. */
    public synchronized double number(String key) {
        return quotas.number(key);
    }

    /**
     * What changed since the last reports, module by module; modules without change are left out.
     *
     * @param full whether to report every quota instead
     */
    public synchronized List<ModuleReport> takeReports(boolean full) {
        List<ModuleReport> reports = new ArrayList<>();
        for (StationModel.Module module : model.modules()) {
            Map<String, JsonNode> params = quotas.take(module.prefix(), full);
            if (!params.isEmpty()) {
                reports.add(new ModuleReport(module, params));
            }
        }
        return reports;
    }

    /** The state of charge in percent, unrounded. */
    public synchronized double soc() {
        return power.soc(battery);
    }

    public synchronized boolean generatorRunning() {
        return battery.generatorRunning();
    }

    public synchronized PowerFlows flows() {
        return flows;
    }

    public synchronized Surroundings surroundings() {
        return surroundings;
    }

    /** Simulated time since it was switched on. */
    public synchronized Duration uptime() {
        return uptime;
    }

    private Controls controls() {
        return model.controls().read(quotas::number, model.fullPower());
    }

    private void measure() {
        Map<Signal, Double> signals = telemetry.measure(power.soc(battery), flows, controls(), surroundings, counters);
        for (StationModel.TelemetryRule rule : model.telemetry()) {
            double value = signals.getOrDefault(rule.signal(), 0.0) * rule.times();
            quotas.put(rule.quota(), ReportedNumber.of(value, rule.decimals()));
        }
    }
}
