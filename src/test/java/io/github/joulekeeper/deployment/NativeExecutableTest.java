package io.github.joulekeeper.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.joulekeeper.engine.Memory;
import io.github.joulekeeper.web.CommandView;
import io.github.joulekeeper.web.EntryView;
import io.github.joulekeeper.web.rules.ReplayView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a native executable must be told, or could not hold: found here without GraalVM. Quarkus sees to the rest, and
 * the integration tests run against the executable.
 */
class NativeExecutableTest {
    private static final String ROOT = "io.github.joulekeeper";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    /** Who binds JSON to classes rather than to trees, and to which of ours. */
    private static final Map<String, Set<Class<?>>> BINDERS = Map.of(
            "app.MemoryText", Set.of(Memory.RuleMemory.class, Memory.SettingMemory.class, Memory.ManualClaim.class),
            "cli.LedgerText", Set.of(EntryView.class, CommandView.class),
            "cli.ReplayCommand", Set.of(ReplayView.class),
            // Plain maps, lists and trees.
            "ledger.store.EntryText", Set.of(),
            "ledger.store.JsonWriter", Set.of(),
            "simulator.StationMessages", Set.of(),
            "web.security.KeysFile", Set.of());

    /** Of Quarkus's own keeping: pages and their assets, services that its build finds, and the migrations of Flyway. */
    private static final List<String> KEPT_BY_QUARKUS = List.of("META-INF/**", "templates/**", "db/ledger/*");

    /** What GraalVM refuses in the heap of the executable, or what would be of the machine that built it. */
    private static final Pattern NOT_AT_BUILD_TIME = Pattern.compile(
            ".*\\b(Random|SecureRandom|SplittableRandom|RandomGenerator|MethodHandle|VarHandle|Thread|ThreadFactory"
                    + "|ExecutorService|ScheduledExecutorService|Timer|HttpClient|FileChannel|SSLContext|Arena|MemorySegment"
                    + "|Cleaner|ZoneId|InstantSource|Clock|Process|ProcessHandle|InetAddress)\\b.*");

    @Test
    void whoBindsJsonIsKnown() {
        Set<String> binders = PRODUCT.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                        || call.getTargetOwner().getSimpleName().matches("Object(Reader|Writer)"))
                .filter(call -> call.getName()
                        .matches("(readValues?|treeToValue|convertValue|valueToTree|write\\w*Value\\w*|updateValue)"))
                .map(call -> call.getOriginOwner().getName().substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(binders)
                .as("classes that bind JSON to classes: name what they bind in BINDERS")
                .containsExactlyInAnyOrderElementsOf(BINDERS.keySet());
    }

    @Test
    void whatJacksonBindsIsRegistered() {
        Set<String> registered = registered();
        Deque<JavaClass> roots = new ArrayDeque<>();
        BINDERS.values().stream().flatMap(Set::stream).map(PRODUCT::get).forEach(roots::add);
        PRODUCT.stream().filter(type -> registered.contains(type.getName())).forEach(roots::add);
        PRODUCT.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaMethod::getReturnType)
                .forEach(type -> ours(type).forEach(roots::add));
        assertThat(roots).hasSizeGreaterThan(40);

        Set<String> seen = new HashSet<>();
        Set<String> missing = new TreeSet<>();
        while (!roots.isEmpty()) {
            JavaClass type = roots.poll();
            if (!seen.add(type.getName())) {
                continue;
            }
            if (!type.isEnum() && !registered.contains(type.getName())) {
                missing.add(type.getName());
            }
            if (type.isRecord()) {
                type.getFields().stream()
                        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                        .flatMap(field -> ours(field.getType()))
                        .forEach(roots::add);
            }
        }
        assertThat(missing)
                .as("bound by Jackson without @RegisterForReflection")
                .isEmpty();
    }

    @Test
    void everyResourceIsInTheExecutable() throws IOException {
        List<String> covered = Stream.concat(
                        KEPT_BY_QUARKUS.stream(),
                        Arrays.stream(
                                setting("quarkus.native.resources.includes").split(",")))
                .toList();
        java.nio.file.Path classes = java.nio.file.Path.of("target", "classes");
        List<String> resources;
        try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
            resources = files.filter(Files::isRegularFile)
                    .map(file -> classes.relativize(file).toString())
                    .filter(name -> !name.endsWith(".class"))
                    .toList();
        }
        assertThat(resources).contains("application.properties", "devices/index", "simulator/delta-2.json");
        assertThat(resources)
                .as("resources that no setting takes into the executable")
                .allSatisfy(name -> assertThat(covered)
                        .anyMatch(glob -> FileSystems.getDefault()
                                .getPathMatcher("glob:" + glob)
                                .matches(java.nio.file.Path.of(name))));
        for (String database : List.of("sqlite", "postgresql")) {
            assertThat(setting("quarkus.flyway." + database + ".locations")).isEqualTo("db/ledger");
        }
    }

    @Test
    void nothingOfTheBuildingMachineIsKept() throws IOException, ReflectiveOperationException {
        Set<String> atRunTime = Arrays.stream(
                        setting("quarkus.native.additional-build-args").split(","))
                .filter(argument -> argument.startsWith("--initialize-at-run-time="))
                .map(argument -> argument.substring(argument.indexOf('=') + 1))
                .collect(Collectors.toSet());
        Set<String> kept = new TreeSet<>();
        for (JavaClass type : PRODUCT) {
            for (Field field : Class.forName(type.getName(), false, getClass().getClassLoader())
                    .getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && NOT_AT_BUILD_TIME
                                .matcher(field.getGenericType().getTypeName())
                                .matches()) {
                    kept.add(type.getName());
                }
            }
        }
        assertThat(kept)
                .as("classes with static fields that a native build refuses or fixes for ever, and those that"
                        + " quarkus.native.additional-build-args initializes at run time")
                .isEqualTo(new TreeSet<>(atRunTime));
    }

    /** All that are annotated, are within one that is, or are named by one that is. */
    private static Set<String> registered() {
        Set<String> registered = new HashSet<>();
        for (JavaClass type : PRODUCT) {
            for (JavaClass around = type;
                    around != null;
                    around = around.getEnclosingClass().orElse(null)) {
                if (around.isAnnotatedWith(RegisterForReflection.class)) {
                    RegisterForReflection annotation = around.getAnnotationOfType(RegisterForReflection.class);
                    Arrays.stream(annotation.targets()).map(Class::getName).forEach(registered::add);
                    if (annotation.targets().length == 0 && (around == type || !annotation.ignoreNested())) {
                        registered.add(type.getName());
                    }
                }
            }
        }
        return registered;
    }

    /** The classes of ours in a type with its arguments. */
    private static Stream<JavaClass> ours(JavaType type) {
        return type.getAllInvolvedRawTypes().stream()
                .map(JavaClass::getBaseComponentType)
                .filter(raw -> raw.getPackageName().startsWith(ROOT));
    }

    private static String setting(String name) throws IOException {
        Properties settings = new Properties();
        try (InputStream in =
                Files.newInputStream(java.nio.file.Path.of("src", "main", "resources", "application.properties"))) {
            settings.load(in);
        }
        return settings.getProperty(name, "");
    }
}
