package io.github.joulekeeper;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house. Each package has at least its package-info class, so no rule is satisfied by having nothing
 * to look at.
 */
@AnalyzeClasses(packages = HouseRulesTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    static final String ROOT = "io.github.joulekeeper";

    private static final DescribedPredicate<JavaClass> PLAIN_JAVA = resideInAnyPackage(
                    ROOT + ".device..",
                    ROOT + ".state..",
                    ROOT + ".rule..",
                    ROOT + ".engine..",
                    ROOT + ".dispatch..",
                    ROOT + ".ledger..",
                    ROOT + ".replay..")
            .and(DescribedPredicate.not(resideInAPackage(ROOT + ".ledger.store..")))
            .as("classes of the plain Java packages");

    private static final DescribedPredicate<JavaClass> YAML_READERS =
            resideInAnyPackage(ROOT + ".rule.file..", ROOT + ".device..").as("rule.file and device");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCoreIsPlainJava = noClasses()
            .that(PLAIN_JAVA)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..",
                    "io.quarkiverse..",
                    "io.smallrye..",
                    "io.vertx..",
                    "io.netty..",
                    "io.micrometer..",
                    "io.agroal..",
                    "jakarta..",
                    "javax.sql..",
                    "java.sql..",
                    "java.net.http..",
                    "org.eclipse.microprofile..",
                    "org.flywaydb..");

    @ArchTest
    static final ArchRule jsonIsForTheEdges = noClasses()
            .that(PLAIN_JAVA.and(DescribedPredicate.not(YAML_READERS)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule onlyRuleFilesAndTheDeviceCatalogSeeYaml = noClasses()
            .that(DescribedPredicate.not(YAML_READERS))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.yaml..", "org.snakeyaml..", "com.fasterxml.jackson.dataformat.yaml..");

    @ArchTest
    static final ArchRule onlyAppAndSimulatorImportEcoflow = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".ecoflow..", ROOT + ".app..", ROOT + ".simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".ecoflow..");

    @ArchTest
    static final ArchRule onlyAppAndCliImportTheSimulator = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".simulator..", ROOT + ".app..", ROOT + ".cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".simulator..");

    @ArchTest
    static final ArchRule nobodyReadsTheClock =
            noClasses().should().accessTargetWhere(describe("reads the clock", HouseRulesTest::readsTheClock));

    @ArchTest
    static final ArchRule onlyAppAndCliHandInTheSystemsInstants = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".app..", ROOT + ".cli..")
            .should()
            .accessTargetWhere(describe(
                    "InstantSource.system()",
                    access -> targets(access, InstantSource.class)
                            && access.getName().equals("system")));

    @ArchTest
    static final ArchRule namesSayWhatAClassDoes =
            noClasses().should().haveNameMatching(".*(Manager|Helper|Util|Utils|Impl)");

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".cli..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(resideInANullMarkedPackage());

    private static boolean readsTheClock(JavaAccess<?> access) {
        String name = access.getName();
        if (targets(access, System.class)) {
            return Set.of("currentTimeMillis", "nanoTime").contains(name);
        }
        if (targets(access, Clock.class)) {
            return name.startsWith("system")
                    || Set.of("tickMillis", "tickSeconds", "tickMinutes").contains(name);
        }
        if (targets(access, Date.class) || targets(access, Calendar.class)) {
            return name.equals("getInstance")
                    || (name.equals("<init>") && parameters(access).isEmpty());
        }
        // The now(Clock) of java.time's types reads the clock that it was handed, and is allowed.
        return access.getTargetOwner().getPackageName().startsWith("java.time")
                && name.equals("now")
                && !parameters(access).equals(List.of(Clock.class.getName()));
    }

    private static boolean targets(JavaAccess<?> access, Class<?> owner) {
        return access.getTargetOwner().isEquivalentTo(owner);
    }

    private static List<String> parameters(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                ? target.getRawParameterTypes().stream().map(JavaClass::getName).toList()
                : List.of();
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a package whose package-info.java says @NullMarked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        item, marked, item.getName() + " resides in " + item.getPackageName() + ", which is not"));
            }
        };
    }
}
