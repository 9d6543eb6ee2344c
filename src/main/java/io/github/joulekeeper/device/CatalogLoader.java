package io.github.joulekeeper.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the catalog of device models: one YAML file a model. The files that come with Joulekeeper are named in
 * {@code devices/index}, so that nothing scans directories and a native executable finds them too.
 */
public final class CatalogLoader {
    private static final String DIRECTORY = "devices/";
    private static final String INDEX = DIRECTORY + "index";

    /**
     * All models that come with Joulekeeper.
     *
     * @throws CatalogFormatException if a file is wrong
     */
    public Catalog load() {
        List<Model> models = new ArrayList<>();
        for (String line : resource(INDEX).lines().toList()) {
            String file = line.strip();
            if (!file.isEmpty() && !file.startsWith("#")) {
                models.add(read(DIRECTORY + file, resource(DIRECTORY + file)));
            }
        }
        return new Catalog(models);
    }

    /**
     * One model from the text of its file.
     *
     * @param file the name to use in messages
     * @throws CatalogFormatException if the text is wrong
     */
    public Model read(String file, String yaml) {
        return new ModelReader(YamlNode.parse(file, yaml)).read();
    }

    private static String resource(String path) {
        try (InputStream in = CatalogLoader.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new CatalogFormatException(
                        path, 0, 0, "the resource is missing. Every file that %s names must be there".formatted(INDEX));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the resource " + path, e);
        }
    }
}
