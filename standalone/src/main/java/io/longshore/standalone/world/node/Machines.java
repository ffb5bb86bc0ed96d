package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Change;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.ObjectKey;
import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.kube.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All machines that are up, and the way by which one becomes a node: what its user data does. */
public final class Machines {

  /** There is no metadata service here: user data finds its instance's id in the environment. */
  private static final String INSTANCE_ID = "INSTANCE_ID";

  private final NodeServices services;
  private final Settings settings;
  private final Path directory;
  private final Addresses podAddresses = new Addresses();
  private final Map<String, Machine> machines = new TreeMap<>();
  private final Map<String, Kubelet> kubelets = new HashMap<>();
  private String controlAddress = "";

  /**
   * How nodes behave.
   *
   * @param memoryOverheadPercent what of a machine's nominal memory its kernel keeps
   * @param readyDelayMillis from joining to Ready
   * @param cluster the name that user data must join; empty for any
   */
  public record Settings(int memoryOverheadPercent, long readyDelayMillis, String cluster) {}

  /** Machines with their files below a directory. */
  public Machines(NodeServices services, Settings settings, Path directory) {
    this.services = services;
    this.settings = settings;
    this.directory = directory;
    services.registry().store().listen(ResourceType.PODS, this::podChanged);
  }

  /** Writes the bootstrap command, which talks to the control endpoint. */
  public Path writeBootstrap(Path binDirectory, int controlPort) throws IOException {
    controlAddress = "127.0.0.1:" + controlPort;
    return BootstrapCommand.write(binDirectory);
  }

  /** The kubelet of a node; empty where no machine of that name is up and has joined. */
  public Optional<Kubelet> kubelet(String node) {
    return Optional.ofNullable(kubelets.get(node));
  }

  /** All kubelets. */
  Collection<Kubelet> kubelets() {
    return List.copyOf(kubelets.values());
  }

  /** Whether a machine is up. */
  public boolean isUp(String name) {
    return machines.containsKey(name);
  }

  /** Boots a machine, which runs its user data once, as cloud-init does. */
  public void boot(MachineSpec spec, String userData) {
    var machine = new Machine(spec);
    machines.put(spec.name(), machine);
    if (userData.isBlank()) {
      return;
    }
    try {
      Path folder = Files.createDirectories(directory.resolve(spec.name()));
      Path script = Files.writeString(folder.resolve("user-data"), userData);
      var log = new CriLog(folder.resolve("cloud-init-output.log"), services.context());
      machine.boots(services.processes().start(userDataCommand(spec, script, folder), log));
    } catch (IOException e) {
      throw new IllegalStateException("cannot boot " + spec.name(), e);
    }
  }

  /** Makes a machine join with labels and taints, as its user data or its owner says. */
  public void join(String name, List<String> bootstrapArguments) {
    Machine machine = machines.get(name);
    if (machine == null || machine.off()) {
      throw new IllegalArgumentException("no machine " + name + " is up");
    }
    JoinRequest request = JoinRequest.parse(bootstrapArguments);
    if (!settings.cluster().isEmpty() && !settings.cluster().equals(request.cluster())) {
      throw new IllegalArgumentException("no cluster " + request.cluster());
    }
    MachineSpec spec = machine.spec();
    register(
        NodeObjects.joined(
            spec, request.labels(), request.taints(), settings.memoryOverheadPercent()));
    if (machine.kubelet() == null) {
      var kubelet = new Kubelet(services, name, spec.ip(), podAddresses);
      machine.joined(kubelet);
      kubelets.put(name, kubelet);
      services.after(settings.readyDelayMillis(), () -> becomeReady(kubelet));
    }
  }

  /** Cuts a node's kubelet off from the API server, or lets it back. */
  public void freeze(String node, boolean frozen) {
    Kubelet kubelet = kubelets.get(node);
    if (kubelet == null) {
      throw new IllegalArgumentException("no node " + node + " is up");
    }
    kubelet.freeze(frozen);
  }

  /** Takes a machine down; completes once nothing runs on it. */
  public Future<Void> powerOff(String name) {
    Machine machine = machines.get(name);
    if (machine == null) {
      return Future.succeededFuture();
    }
    return machine
        .powerOff()
        .eventually(
            () ->
                services
                    .vertx()
                    .executeBlocking(
                        () -> {
                          services.processes().sweep(name);
                          return null;
                        },
                        false))
        .onComplete(
            _ -> {
              machines.remove(name);
              kubelets.remove(name);
              services.discard(directory.resolve(name));
            });
  }

  private void becomeReady(Kubelet kubelet) {
    if (kubelet.alive()) {
      heartbeat(kubelet.nodeName());
      kubelet.sync();
    }
  }

  /** A kubelet's word that its node is well. */
  void heartbeat(String node) {
    ObjectKey key = ObjectKey.cluster(node);
    StoredObject object = services.registry().store().get(ResourceType.NODES, key);
    if (object != null) {
      services
          .registry()
          .changeStatus(
              ResourceType.NODES,
              key,
              object.uid(),
              s -> NodeObjects.ready(s, "True", "KubeletReady", "kubelet is posting ready status"));
    }
  }

  private void register(JsonObject node) {
    ObjectKey key = ObjectKey.of(node);
    if (services.registry().store().get(ResourceType.NODES, key) == null) {
      services.registry().create(ResourceType.NODES, "", node, Registry.Write.PLAIN);
      return;
    }
    services
        .registry()
        .change(
            ResourceType.NODES,
            key,
            old -> {
              Json.child(Json.child(old, "metadata"), "labels")
                  .mergeIn(Json.object(Json.meta(node), "labels"));
              return old;
            },
            Registry.Write.PLAIN);
  }

  private void podChanged(Change change) {
    String node = Json.spec(change.newest().json()).getString("nodeName", "");
    Kubelet kubelet = kubelets.get(node);
    if (kubelet != null) {
      // A kubelet hears of a change after it was answered: it may write in turn.
      services.context().runOnContext(_ -> kubelet.onChange(change));
    }
  }

  private Processes.Command userDataCommand(MachineSpec spec, Path script, Path folder) {
    String path = System.getenv("PATH");
    Path bin = directory.resolveSibling("bin");
    var arguments = new ArrayList<>(List.of("/bin/bash", script.toString()));
    return new Processes.Command(
        spec.name(),
        arguments,
        Map.of(
            "PATH",
            bin + ":" + (path == null ? "/usr/bin:/bin" : path),
            "HOME",
            folder.toString(),
            BootstrapCommand.MACHINE_VARIABLE,
            spec.name(),
            BootstrapCommand.CONTROL_VARIABLE,
            controlAddress,
            INSTANCE_ID,
            spec.instanceId() == null ? "" : spec.instanceId()),
        folder);
  }
}
