package io.github.joulekeeper.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@code kubectl kustomize} makes of a folder, as typed resources. */
record Manifests(List<HasMetadata> resources) {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final KubernetesSerialization TYPES = new KubernetesSerialization();

    /** The typed model takes unknown fields by "any" setters; without these an unknown field is an error. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    static Manifests of(Path folder) {
        return parse(kustomize(folder));
    }

    static Manifests parse(String yaml) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            return new Manifests(documents.readAll().stream()
                    .filter(JsonNode::isObject)
                    .map(Manifests::typed)
                    .toList());
        } catch (IOException e) {
            throw new AssertionError("not YAML: " + yaml, e);
        }
    }

    private static HasMetadata typed(JsonNode document) {
        String text = document.toString();
        HasMetadata lenient = TYPES.unmarshal(text);
        if (lenient instanceof GenericKubernetesResource) {
            return lenient;
        }
        try {
            return STRICT.readValue(text, lenient.getClass());
        } catch (JsonProcessingException e) {
            throw new AssertionError(
                    "%s/%s: %s".formatted(document.path("kind"), document.at("/metadata/name"), e.getOriginalMessage()),
                    e);
        }
    }

    private static String kustomize(Path folder) {
        Tool kustomize = Tool.run(folder, "kubectl", "kustomize", ".");
        if (kustomize.status() != 0) {
            throw new AssertionError("kubectl kustomize " + folder + ": " + kustomize.output());
        }
        return kustomize.output();
    }

    <T extends HasMetadata> Stream<T> all(Class<T> type) {
        return resources.stream().filter(type::isInstance).map(type::cast);
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return all(type)
                .filter(resource -> resource.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no %s called %s".formatted(type.getSimpleName(), name)));
    }
}
