package io.github.joulekeeper.device;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
     * Chooses the model of a station: the configured one, else the one whose longest serial prefix fits, else the one
     * that alone covers the reported keys best (at least half of them).
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
        return best != null ? Optional.of(best) : chooseByKeys(reportedKeys);
    }

    private Optional<Choice> chooseByKeys(Set<String> reportedKeys) {
        Choice best = null;
        long most = 0;
        boolean tie = false;
        for (Model model : models.values()) {
            long covered =
                    reportedKeys.stream().filter(key -> model.indexOf(key) >= 0).count();
            if (covered * 2 < reportedKeys.size() || covered < most || covered == 0) {
                continue;
            }
            tie = covered == most;
            most = covered;
            best = new Choice(model, "knows %d of %d reported keys".formatted(covered, reportedKeys.size()));
        }
        // Two models that know as many keys differ in what they take: guessing could send one's values to the other.
        return tie ? Optional.empty() : Optional.ofNullable(best);
    }
}
