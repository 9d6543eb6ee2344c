package io.github.joulekeeper.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.github.joulekeeper.process.NeedsProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsProgram(value = "kubectl", install = "apt-get install kubernetes-client")
class KubernetesTest {
    private static final Path KUBERNETES = Path.of("deployment", "kubernetes").toAbsolutePath();
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i)(password|secret|token|access.?key|credential)s?\\b");

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql", "demo"})
    void everyPodHoldsToTheRestrictedStandard(String overlay) {
        PodSpec pod = pod(overlay);
        var ofPod = pod.getSecurityContext();
        assertThat(ofPod.getRunAsNonRoot()).isTrue();
        assertThat(ofPod.getRunAsUser()).isPositive();
        assertThat(ofPod.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(pod.getVolumes())
                .allSatisfy(volume -> assertThat(volume.getHostPath()).isNull());
        assertThat(pod.getInitContainers()).isEmpty();
        assertThat(pod.getContainers()).allSatisfy(container -> {
            var context = container.getSecurityContext();
            assertThat(context.getAllowPrivilegeEscalation()).isFalse();
            assertThat(context.getPrivileged()).isNull();
            assertThat(context.getReadOnlyRootFilesystem()).isTrue();
            assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(context.getCapabilities().getAdd()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql", "demo"})
    void everyContainerHasLimitsAndProbes(String overlay) {
        assertThat(pod(overlay).getContainers()).allSatisfy(container -> {
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
            assertThat(container.getStartupProbe()).isNotNull();
            assertThat(container.getLivenessProbe()).isNotNull();
            assertThat(container.getReadinessProbe()).isNotNull();
        });
    }

    /** What is written must be somewhere that may be written, as the root file system may not. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql", "demo"})
    void everyMountHasItsVolume(String overlay) {
        PodSpec pod = pod(overlay);
        Set<String> volumes =
                pod.getVolumes().stream().map(volume -> volume.getName()).collect(Collectors.toSet());
        Container container = pod.getContainers().getFirst();
        assertThat(container.getVolumeMounts())
                .extracting(mount -> mount.getName())
                .containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(container.getVolumeMounts())
                .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                .extracting(mount -> mount.getMountPath())
                .contains("/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql", "demo"})
    void nothingSecretStandsInTheManifests(String overlay) {
        Manifests manifests = overlay(overlay);
        assertThat(manifests.all(Secret.class)).isEmpty();
        assertThat(manifests.all(ConfigMap.class))
                .isNotEmpty()
                .allSatisfy(map -> assertThat(map.getData().keySet())
                        .noneMatch(name ->
                                SECRET_NAME.matcher(name.replace('_', ' ')).find()));
        assertThat(pod(overlay).getContainers().getFirst().getEnv())
                .filteredOn(variable -> variable.getValueFrom() == null)
                .extracting(EnvVar::getName)
                .noneMatch(name -> SECRET_NAME.matcher(name.replace('_', ' ')).find());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql", "demo"})
    void aDrainIsNotHeldUp(String overlay) {
        var budget =
                overlay(overlay).one(PodDisruptionBudget.class, "joulekeeper").getSpec();
        assertThat(budget.getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSelector().getMatchLabels())
                .isEqualTo(deployment(overlay).getSpec().getSelector().getMatchLabels());
    }

    @Test
    void sqliteHasOneOwnerAndAVolume() {
        var spec = deployment("sqlite").getSpec();
        assertThat(spec.getReplicas()).isEqualTo(1);
        assertThat(spec.getStrategy().getType()).isEqualTo("Recreate");
        assertThat(outgoing("sqlite")).containsExactlyInAnyOrder("53/UDP", "53/TCP", "443/TCP", "8883/TCP");
        Set<String> claims = overlay("sqlite")
                .all(PersistentVolumeClaim.class)
                .map(claim -> claim.getMetadata().getName())
                .collect(Collectors.toSet());
        assertThat(pod("sqlite").getVolumes())
                .filteredOn(volume -> volume.getPersistentVolumeClaim() != null)
                .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .containsExactlyInAnyOrderElementsOf(claims);
        assertThat(pod("sqlite").getAutomountServiceAccountToken()).isFalse();
    }

    @Test
    void theServiceOnPostgresqlReachesWhoeverHoldsTheLease() {
        var spec = deployment("postgresql").getSpec();
        assertThat(spec.getReplicas()).isEqualTo(2);
        assertThat(overlay("postgresql")
                        .one(Service.class, "joulekeeper")
                        .getSpec()
                        .getSelector())
                .containsEntry("joulekeeper.github.io/role", "owner");
        assertThat(outgoing("postgresql"))
                .containsExactlyInAnyOrder("53/UDP", "53/TCP", "443/TCP", "8883/TCP", "5432/TCP", "6443/TCP");
        Role role = overlay("postgresql").one(Role.class, "joulekeeper");
        assertThat(role.getRules().stream().flatMap(rule -> rule.getResources().stream()))
                .containsOnly("leases", "pods");
        assertThat(role.getRules().stream().flatMap(rule -> rule.getVerbs().stream()))
                .containsOnly("get", "create", "update", "patch");
    }

    @Test
    void theDemoTalksToNobody() {
        Manifests demo = overlay("demo");
        NetworkPolicy policy = demo.one(NetworkPolicy.class, "joulekeeper");
        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getSpec().getEgress()).isEmpty();
        assertThat(policy.getSpec().getIngress()).isEmpty();
        assertThat(demo.all(Service.class)).isEmpty();
        assertThat(pod("demo").getContainers().getFirst().getEnvFrom()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingress", "service-monitor", "rules-in-volume"})
    void everyComponentFitsThePostgresqlOverlay(String component, @TempDir Path folder) throws IOException {
        Manifests whole = Manifests.of(with(component, folder));
        List<HasMetadata> added = whole.resources().stream()
                .filter(resource -> overlay("postgresql").resources().stream()
                        .noneMatch(known -> known.getKind().equals(resource.getKind())
                                && known.getMetadata()
                                        .getName()
                                        .equals(resource.getMetadata().getName())))
                .toList();
        assertThat(added).hasSize(1).first().satisfies(resource -> {
            switch (component) {
                case "ingress" ->
                    assertThat(((Ingress) resource).getSpec().getTls()).isNotEmpty();
                case "service-monitor" ->
                    assertThat(((GenericKubernetesResource) resource).getKind()).isEqualTo("ServiceMonitor");
                default -> assertThat(resource).isInstanceOf(PersistentVolumeClaim.class);
            }
        });
    }

    /** The check itself: a field that Kubernetes does not know must not pass. */
    @Test
    void aMisspeltFieldIsFound() {
        assertThatThrownBy(() -> Manifests.parse("""
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: x}
                        spec: {template: {spec: {containers: [{name: x, imagePullPolice: Always}]}}}
                        """))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("imagePullPolice");
    }

    private static Path with(String component, Path folder) throws IOException {
        // kustomize takes no absolute paths.
        Path overlay = folder.toRealPath()
                .relativize(KUBERNETES.resolve("overlays/postgresql").toRealPath());
        Path part = folder.toRealPath()
                .relativize(KUBERNETES.resolve("components").resolve(component).toRealPath());
        Files.writeString(folder.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                resources: [%s]
                components: [%s]
                """.formatted(overlay, part));
        return folder;
    }

    private static Manifests overlay(String name) {
        return Manifests.of(KUBERNETES.resolve("overlays").resolve(name));
    }

    private static Deployment deployment(String overlay) {
        return overlay(overlay).one(Deployment.class, "joulekeeper");
    }

    private static PodSpec pod(String overlay) {
        return deployment(overlay).getSpec().getTemplate().getSpec();
    }

    private static Stream<String> outgoing(String overlay) {
        return overlay(overlay).one(NetworkPolicy.class, "joulekeeper").getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(KubernetesTest::text);
    }

    private static String text(NetworkPolicyPort port) {
        return port.getPort().getIntVal() + "/" + port.getProtocol();
    }
}
