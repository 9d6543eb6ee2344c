package io.github.joulekeeper.device;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All device models that Joulekeeper knows. */
public final class Catalog {
    private final Map<String, Model> models = new LinkedHashMap<>();

    public Catalog(Collection<Model> models) {
        for (Model model : models) {
            if (this.models.put(model.id(), model) != null) {
                throw new IllegalArgumentException("Two catalog files define the model '%s'".formatted(model.id()));
            }
        }
    }

    /** Why a station is taken to be of a model. */
    public record Choice(Model model, String reason) {}

    public List<Model> models() {
        return List.copyOf(models.values());
    }

    public Optional<Model> model(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /**
     * Chooses the model of a station: the configured one, else the one whose longest serial prefix fits (unless it knows
     * less than half of the reported keys and another knows more), else the one that covers the reported keys best (at
     * least half of them). Of several that cover as many, the first of the catalog is taken, and the reason says so.
     *
     * @param configured the model's id from the configuration, if any
     * @throws IllegalArgumentException if the configured id is not in the catalog
     */
    public Optional<Choice> choose(Optional<String> configured, String serial, Set<String> reportedKeys) {
        if (configured.isPresent()) {
            Model model = model(configured.get())
                    .orElseThrow(() ->
                            new IllegalArgumentException("The configured model '%s' is not known. Known are %s"
                                    .formatted(configured.get(), String.join(", ", models.keySet()))));
            return Optional.of(new Choice(model, "configured"));
        }
        Optional<Choice> bySerial = chooseBySerial(serial);
        Optional<Choice> byKeys = chooseByKeys(reportedKeys);
        if (bySerial.isPresent() && byKeys.isPresent()) {
            // A prefix that is wrong or shared shows when its model does not know what the station reports.
            long known = covered(bySerial.get().model(), reportedKeys);
            return known * 2 >= reportedKeys.size() ? bySerial : byKeys;
        }
        return bySerial.or(() -> byKeys);
    }

    private Optional<Choice> chooseBySerial(String serial) {
        Choice best = null;
        int longest = 0;
        for (Model model : models.values()) {
            for (String prefix : model.serialPrefixes()) {
                if (serial.startsWith(prefix) && prefix.length() > longest) {
                    longest = prefix.length();
                    best = new Choice(model, "serial number begins with " + prefix);
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private Optional<Choice> chooseByKeys(Set<String> reportedKeys) {
        List<Model> best = List.of();
        long most = 1;
        for (Model model : models.values()) {
            long covered = covered(model, reportedKeys);
            if (covered * 2 < reportedKeys.size() || covered < most) {
                continue;
            }
            best = covered > most
                    ? List.of(model)
                    : Stream.concat(best.stream(), Stream.of(model)).toList();
            most = covered;
        }
        if (best.isEmpty()) {
            return Optional.empty();
        }
        String reason = "knows %d of %d reported keys".formatted(most, reportedKeys.size());
        String others = best.stream().skip(1).map(Model::id).collect(Collectors.joining(", "));
        return Optional.of(new Choice(
                best.getFirst(),
                others.isEmpty() ? reason : reason + ", as many as %s; name the model to be sure".formatted(others)));
    }

    private static long covered(Model model, Set<String> keys) {
        return keys.stream().filter(key -> model.indexOf(key) >= 0).count();
    }
}
