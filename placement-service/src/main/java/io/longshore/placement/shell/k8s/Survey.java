package io.longshore.placement.shell.k8s;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.longshore.placement.core.desk.DeskInput;
import io.longshore.placement.core.node.DaemonSeen;
import io.longshore.placement.core.node.ForeignPod;
import io.longshore.placement.core.node.NodeSeen;
import io.longshore.placement.core.observe.PodSeen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Everything that the desk keeps in sight: our pods, batch nodes, and whoever else holds room on
 * nodes. What means nothing new to the desk is not told: a busy cluster's foreign pods change all
 * the time, and nearly never in what they ask for.
 */
final class Survey implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(Survey.class);

  private final List<Reflector<?, ?>> reflectors;

  Survey(KubernetesClient client, KubeSettings settings, Consumer<DeskInput> desk) {
    var names = settings.names();
    var pods = new PodReader(names);
    var bounds = settings.bounds();
    reflectors =
        List.of(
            new Reflector<>(
                "pods",
                client.pods().inAnyNamespace().withLabel(names.managed(), "true"),
                new OwnPods(pods, desk),
                bounds),
            new Reflector<>(
                "nodes",
                client.nodes().withLabel(names.environmentUuid()),
                new Changes<Node, NodeSeen>(
                    n -> List.of(NodeReader.node(n)),
                    all -> desk.accept(new DeskInput.NodesListed(all)),
                    node -> desk.accept(new DeskInput.NodeChanged(node)),
                    node ->
                        desk.accept(
                            new DeskInput.NodeGone(
                                node.getMetadata().getName(), node.getMetadata().getUid()))),
                bounds),
            new Reflector<>(
                "foreign-pods",
                client.pods().inAnyNamespace().withLabelNotIn(names.managed(), "true"),
                new Changes<Pod, ForeignPod>(
                    pod -> NodeReader.foreign(pod).stream().toList(),
                    all -> desk.accept(new DeskInput.ForeignListed(all)),
                    pod -> desk.accept(new DeskInput.ForeignChanged(pod)),
                    pod -> desk.accept(new DeskInput.ForeignGone(pod.getMetadata().getUid()))),
                bounds),
            new Reflector<>(
                "daemonsets",
                client.apps().daemonSets().inAnyNamespace(),
                new Changes<DaemonSet, DaemonSeen>(
                    set -> List.of(NodeReader.daemon(set)),
                    all -> desk.accept(new DeskInput.DaemonsListed(all)),
                    set -> desk.accept(new DeskInput.DaemonChanged(set)),
                    set -> desk.accept(new DeskInput.DaemonGone(set.getMetadata().getUid()))),
                bounds));
  }

  void start() {
    reflectors.forEach(Reflector::start);
  }

  @Override
  public void close() {
    reflectors.forEach(Reflector::close);
  }

  /** Our pods: every change counts, and so does the last state of one that is gone. */
  private record OwnPods(PodReader reader, Consumer<DeskInput> desk)
      implements Reflector.Sink<Pod, PodSeen> {
    @Override
    public List<PodSeen> read(Pod pod) {
      return List.of(reader.read(pod));
    }

    @Override
    public void listed(List<PodSeen> all) {
      desk.accept(new DeskInput.PodsListed(List.copyOf(all)));
    }

    @Override
    public void changed(Pod pod) {
      desk.accept(new DeskInput.PodChanged(reader.read(pod)));
    }

    @Override
    public void gone(Pod pod) {
      desk.accept(new DeskInput.PodGone(reader.read(pod)));
    }
  }

  /** Objects of which only what the desk reads counts; confined to its reflector. */
  private static final class Changes<T extends HasMetadata, S> implements Reflector.Sink<T, S> {
    private final Function<T, List<S>> reader;
    private final Consumer<List<S>> listed;
    private final Consumer<S> changed;
    private final Consumer<T> gone;
    private final Map<String, List<S>> told = new HashMap<>();
    private Map<String, List<S>> reading = new HashMap<>();

    Changes(
        Function<T, List<S>> reader,
        Consumer<List<S>> listed,
        Consumer<S> changed,
        Consumer<T> gone) {
      this.reader = reader;
      this.listed = listed;
      this.changed = changed;
      this.gone = gone;
    }

    @Override
    public synchronized List<S> read(T object) {
      List<S> read = readable(object);
      reading.put(object.getMetadata().getUid(), read);
      return read;
    }

    private List<S> readable(T object) {
      try {
        return reader.apply(object);
      } catch (RuntimeException e) {
        LOG.warnf(
            "cannot be read kind=%s name=%s: %s",
            object.getKind(), object.getMetadata().getName(), e.toString());
        return List.of();
      }
    }

    @Override
    public synchronized void listed(List<S> all) {
      told.clear();
      told.putAll(reading);
      reading = new HashMap<>();
      listed.accept(List.copyOf(all));
    }

    @Override
    public synchronized void changed(T object) {
      List<S> read = readable(object);
      List<S> before = told.put(object.getMetadata().getUid(), read);
      if (read.equals(before)) {
        return;
      }
      if (read.isEmpty() && before != null) {
        gone.accept(object);
      }
      read.forEach(changed);
    }

    @Override
    public synchronized void gone(T object) {
      told.remove(object.getMetadata().getUid());
      gone.accept(object);
    }
  }
}
