package io.github.joulekeeper.app;

import io.github.joulekeeper.device.Catalog;
import io.github.joulekeeper.rule.Limit;
import io.github.joulekeeper.rule.Rule;
import io.github.joulekeeper.rule.RuleSet;
import io.github.joulekeeper.rule.file.RuleFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The last good text of each rule file, kept in the ledger's memory: a restart while a file is broken must not end the rules
 * that it held. Key {@code rule-file/NAME}, value the text. Belongs to the thread that reads the rules.
 */
final class KeptRuleFiles {
    private static final Logger LOG = Logger.getLogger(KeptRuleFiles.class);
    private static final String PREFIX = "rule-file/";

    private final Catalog catalog;
    private final boolean rawAllowed;
    private final Map<String, String> kept = new TreeMap<>();

    /** @param remembered all that the ledger remembers; of files in another folder nothing is taken up */
    KeptRuleFiles(JoulekeeperConfig config, Catalog catalog, Map<String, String> remembered) {
        this.catalog = catalog;
        this.rawAllowed = config.allowRaw();
        remembered.forEach((key, text) -> {
            if (key.startsWith(PREFIX)) {
                kept.put(key.substring(PREFIX.length()), text);
            }
        });
    }

    /** The texts of files in a folder, by the name that messages use. */
    Map<String, String> texts(Path folder) {
        return kept.entrySet().stream()
                .filter(file -> Path.of(file.getKey()).startsWith(folder))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Takes up what is in force now.
     *
     * @param broken the files that are wrong: what is kept of them stays
     * @return what the ledger has to remember otherwise than before, by key; empty for what it has to forget
     */
    Map<String, String> changes(RuleSet inForce, Set<String> broken) {
        Set<String> files = Stream.concat(
                        inForce.rules().stream().map(Rule::source),
                        inForce.limits().stream().map(Limit::source))
                .map(Rule.Position::file)
                .collect(Collectors.toSet());
        Map<String, String> changes = new HashMap<>();
        for (String file : files) {
            if (!broken.contains(file)) {
                keep(file, changes);
            }
        }
        kept.keySet().removeIf(file -> {
            boolean gone = !files.contains(file) && !broken.contains(file);
            if (gone) {
                changes.put(PREFIX + file, "");
            }
            return gone;
        });
        return changes;
    }

    private void keep(String file, Map<String, String> changes) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            String text = new String(bytes, StandardCharsets.UTF_8);
            // It may have changed since it was read, and be wrong by now.
            if (!text.equals(kept.get(file))
                    && !RuleFiles.check(file, bytes, catalog, rawAllowed).hasErrors()) {
                kept.put(file, text);
                changes.put(PREFIX + file, text);
            }
        } catch (IOException unreadable) {
            LOG.debugf("The text of %s is not kept: %s", file, unreadable);
        }
    }
}
