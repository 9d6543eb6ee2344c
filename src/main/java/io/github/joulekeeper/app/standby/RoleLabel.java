package io.github.joulekeeper.app.standby;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jboss.logging.Logger;

/** Says on the pod itself whether it owns the account, so that a Kubernetes service can send requests to the owner alone. */
public final class RoleLabel {
    /** The label's name. */
    public static final String NAME = "joulekeeper.github.io/role";
    /** Its value on the pod that owns the account. */
    public static final String OWNER = "owner";
    /** Its value on a pod that stands by. */
    public static final String STANDBY = "standby";

    private static final Logger LOG = Logger.getLogger(RoleLabel.class);

    private final KubernetesClient client;
    private final String namespace;
    private final String pod;

    public RoleLabel(KubernetesClient client, String namespace, String pod) {
        this.client = client;
        this.namespace = namespace;
        this.pod = pod;
    }

    /** Sets it. A failure is told and costs nothing else: the account has an owner all the same. */
    public void set(String role) {
        try {
            var own = client.pods().inNamespace(namespace).withName(pod);
            if (own.get() == null) {
                LOG.infof("There is no pod %s/%s to label as %s", namespace, pod, role);
                return;
            }
            own.edit(labelled -> new PodBuilder(labelled)
                    .editMetadata()
                    .addToLabels(NAME, role)
                    .endMetadata()
                    .build());
        } catch (RuntimeException e) {
            LOG.warnf("The pod %s/%s could not be labelled as %s: %s", namespace, pod, role, e.getMessage());
        }
    }
}
