package io.github.joulekeeper.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/** Says in the API's description what is always there: all parts of our records that cannot be null. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class RequiredInDescription implements OASFilter {
    private static final String OURS = RequiredInDescription.class.getPackageName();
    private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
    private static final DotName LIST = DotName.createSimple(List.class);
    private static final Set<DotName> CAN_BE_EMPTY =
            Set.of(LIST, DotName.createSimple(Map.class), DotName.createSimple(String.class));
    private static final DotName JSON_INCLUDE = DotName.createSimple(JsonInclude.class);

    private final IndexView classes;

    /** @param classes those of the application; handed in by the build */
    public RequiredInDescription(IndexView classes) {
        this.classes = classes;
    }

    @Override
    public void filterOpenAPI(OpenAPI api) {
        // The index may hold a class twice.
        Map<DotName, ClassInfo> records = classes.getKnownClasses().stream()
                .filter(type -> type.isRecord() && type.name().toString().startsWith(OURS))
                .collect(Collectors.toMap(ClassInfo::name, Function.identity(), (one, same) -> one));
        Map<String, List<ClassInfo>> byName =
                records.values().stream().collect(Collectors.groupingBy(ClassInfo::simpleName));
        api.getComponents().getSchemas().forEach((name, schema) -> {
            // Records of one name are told apart by a number in the description, and here by their parts.
            List<ClassInfo> described = byName.getOrDefault(name.replaceAll("\\d+$", ""), List.of()).stream()
                    .filter(type -> names(type).equals(properties(schema)))
                    .toList();
            if (described.size() == 1) {
                complete(schema, described.getFirst());
            }
        });
    }

    private static void complete(Schema schema, ClassInfo type) {
        List<String> required = new ArrayList<>();
        for (RecordComponentInfo part : type.recordComponents()) {
            Optional<Type> element = element(part.type());
            if (!part.type().hasAnnotation(NULLABLE) && !isLeftOutWhenEmpty(part, type)) {
                required.add(part.name());
            }
            Schema described = schema.getProperties().get(part.name());
            if (described != null
                    && element.filter(each -> each.hasAnnotation(NULLABLE)).isPresent()) {
                Schema items = described.getItems();
                items.setType(List.of(items.getType().getFirst(), Schema.SchemaType.NULL));
            }
        }
        schema.setRequired(required);
    }

    /** What a list or an array holds. */
    private static Optional<Type> element(Type type) {
        if (type.kind() == Type.Kind.ARRAY) {
            return Optional.of(type.asArrayType().constituent());
        }
        return type.kind() == Type.Kind.PARAMETERIZED_TYPE && type.name().equals(LIST)
                ? Optional.of(type.asParameterizedType().arguments().getFirst())
                : Optional.empty();
    }

    private static boolean isLeftOutWhenEmpty(RecordComponentInfo part, ClassInfo type) {
        return CAN_BE_EMPTY.contains(part.type().name())
                && (leavesOutEmpty(type.declaredAnnotation(JSON_INCLUDE))
                        || leavesOutEmpty(part.field().declaredAnnotation(JSON_INCLUDE)));
    }

    private static boolean leavesOutEmpty(@Nullable AnnotationInstance include) {
        return include != null && include.value().asEnum().equals(JsonInclude.Include.NON_EMPTY.name());
    }

    private static Set<String> names(ClassInfo type) {
        return type.recordComponents().stream().map(RecordComponentInfo::name).collect(Collectors.toSet());
    }

    private static Set<String> properties(Schema schema) {
        return schema.getProperties() == null
                ? Set.of()
                : new HashSet<>(schema.getProperties().keySet());
    }
}
