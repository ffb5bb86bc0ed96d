package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.longshore.placement.core.fence.FenceAction;
import io.longshore.placement.core.fence.FenceEvent;
import java.util.Optional;

/** Reads, raises and probes a cluster's fence. Blocking. */
final class FenceCalls {

  private static final String EPOCH = "epoch";

  /** Each on connections of its own: one that is open may lead to a server that lags. */
  private static final int PROBES = 3;

  private final KubeSettings settings;
  private final KubeClients clients;
  private final KubernetesClient client;

  FenceCalls(KubeSettings settings, KubeClients clients, KubernetesClient client) {
    this.settings = settings;
    this.clients = clients;
    this.client = client;
  }

  FenceEvent run(FenceAction action) {
    try {
      return switch (action) {
        case FenceAction.ReadFence _ -> read();
        case FenceAction.RaiseFence(long to, var version) ->
            raise(to, Optional.ofNullable(version));
        case FenceAction.ProbeFence(long epoch) -> probe(epoch);
      };
    } catch (RuntimeException e) {
      return new FenceEvent.Failed("the fence: " + Answered.message(e));
    }
  }

  private FenceEvent read() {
    ConfigMap map =
        client
            .configMaps()
            .inNamespace(settings.fence().namespace())
            .withName(settings.fence().name())
            .get();
    if (map == null) {
      return new FenceEvent.Read(0, null);
    }
    String written = map.getData() == null ? null : map.getData().get(EPOCH);
    long epoch = written == null || written.isBlank() ? 0 : Long.parseLong(written.strip());
    return new FenceEvent.Read(epoch, map.getMetadata().getResourceVersion());
  }

  private FenceEvent raise(long to, Optional<String> version) {
    ConfigMap map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(settings.fence().namespace())
            .withName(settings.fence().name())
            .withResourceVersion(version.orElse(null))
            .endMetadata()
            .addToData(EPOCH, Long.toString(to))
            .build();
    var resource = client.configMaps().inNamespace(settings.fence().namespace()).resource(map);
    try {
      if (version.isEmpty()) {
        resource.create();
      } else {
        resource.update();
      }
      return new FenceEvent.Raised(to);
    } catch (RuntimeException e) {
      int code = Answered.code(e);
      if (code == 409 || (code == 404 && version.isPresent())) {
        return new FenceEvent.Overtaken();
      }
      throw e;
    }
  }

  private FenceEvent probe(long epoch) {
    for (int i = 0; i < PROBES; i++) {
      try (KubernetesClient fresh = clients.connect()) {
        Optional<String> leak = leak(fresh, epoch);
        if (leak.isPresent()) {
          return new FenceEvent.Leaks(leak.get());
        }
      }
    }
    return new FenceEvent.Holds();
  }

  /** Why the fence does not hold, if so. */
  private Optional<String> leak(KubernetesClient fresh, long epoch) {
    try {
      dryRun(fresh, epoch - 1);
      return Optional.of(
          "the API server accepts a pod of placement epoch %d though the ConfigMap %s/%s says %d; is the ValidatingAdmissionPolicy longshore-fence installed?"
              .formatted(epoch - 1, settings.fence().namespace(), settings.fence().name(), epoch));
    } catch (RuntimeException e) {
      if (!Answered.fenced(e)) {
        throw e;
      }
    }
    try {
      dryRun(fresh, epoch);
      return Optional.empty();
    } catch (RuntimeException e) {
      if (Answered.fenced(e)) {
        return Optional.of("the fence refuses its own epoch: " + Answered.message(e));
      }
      throw e;
    }
  }

  private void dryRun(KubernetesClient fresh, long epoch) {
    var names = settings.names();
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(settings.namespaces().getFirst())
            .withName("lsh-fence-probe-" + epoch)
            .addToLabels(names.managed(), "true")
            .addToAnnotations(names.placementEpoch(), Long.toString(epoch))
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withNodeName("lsh-fence-probe")
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile(null, "RuntimeDefault")
            .endSecurityContext()
            .addNewContainer()
            .withName("probe")
            .withImage("probe")
            .withNewResources()
            .addToLimits("cpu", new Quantity("1m"))
            .addToLimits("memory", new Quantity("4Mi"))
            .endResources()
            .withNewSecurityContext()
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext()
            .endContainer()
            .endSpec()
            .build();
    fresh.pods().inNamespace(settings.namespaces().getFirst()).resource(pod).dryRun().create();
  }
}
