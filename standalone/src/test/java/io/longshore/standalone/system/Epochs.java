package io.longshore.standalone.system;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.longshore.standalone.stack.Stack;
import java.util.ArrayList;
import java.util.List;

/** Sees each pod that is created, and under which epoch. */
final class Epochs implements AutoCloseable {

  private static final String ANNOTATION = "batch.longshore.io/placement-epoch";

  private static final String FENCE_NAMESPACE = "longshore-system";
  private static final String FENCE = "longshore-fence";

  private final KubernetesClient client;
  private final Watch watch;
  private final List<Long> seen = new ArrayList<>();
  private boolean broken;

  Epochs(String api) {
    var config = Config.empty();
    config.setMasterUrl(api);
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.watch = client.pods().inNamespace(Stack.NAMESPACE).watch(new Notes());
  }

  /** The epochs of all pods so far, in the order of their creation. */
  synchronized List<Long> seen() {
    if (broken) {
      throw new IllegalStateException("the watch ended, so pods may have been missed");
    }
    return List.copyOf(seen);
  }

  /** The number below which the fence lets no pod be created. */
  long fence() {
    var fence = client.configMaps().inNamespace(FENCE_NAMESPACE).withName(FENCE).get();
    return Long.parseLong(fence.getData().get("epoch"));
  }

  @Override
  public void close() {
    watch.close();
    client.close();
  }

  private synchronized void note(Watcher.Action action, Pod pod) {
    if (action == Watcher.Action.ADDED) {
      seen.add(Long.parseLong(pod.getMetadata().getAnnotations().get(ANNOTATION)));
    }
  }

  private synchronized void broke() {
    broken = true;
  }

  private final class Notes implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      note(action, pod);
    }

    @Override
    public void onClose(WatcherException cause) {
      broke();
    }
  }
}
