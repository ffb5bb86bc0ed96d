package io.longshore.standalone.world.node;

import io.longshore.standalone.world.kube.Deletion;
import io.longshore.standalone.world.kube.Json;
import io.longshore.standalone.world.kube.ObjectKey;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.kube.StoredObject;
import io.longshore.standalone.world.node.ContainerSetup.CannotStart;
import io.longshore.standalone.world.node.ContainerSetup.NotYet;
import io.longshore.standalone.world.node.ContainerState.Running;
import io.longshore.standalone.world.node.ContainerState.Terminated;
import io.longshore.standalone.world.node.ContainerState.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kubelet's care of one pod, from admission to its end: init containers one after another, then
 * all containers at once; no restarts. Deletion sends TERM, then KILL when the grace is over.
 */
final class PodWorker {

  /** A kubelet gives every container at least this long after TERM. */
  private static final long LEAST_GRACE_SECONDS = 2;

  private final NodeServices services;
  private final Path directory;
  private final StoredObject pod;
  private final String hostIp;
  private final String podIp;
  private final List<ContainerSlot> init;
  private final List<ContainerSlot> main;
  private final Instant startTime = Instant.now();
  private final Promise<Void> ended = Promise.promise();
  private String phase = "Pending";
  private String reason = "";
  private String message = "";
  private boolean stopping;
  private boolean silent;
  private long killAtMillis = Long.MAX_VALUE;
  private boolean deleteWhenEnded;

  PodWorker(NodeServices services, StoredObject pod, String hostIp, String podIp) {
    this.services = services;
    this.pod = pod;
    this.hostIp = hostIp;
    this.podIp = Json.spec(pod.json()).getBoolean("hostNetwork", false) ? hostIp : podIp;
    this.directory = services.podsDirectory().resolve(pod.uid());
    JsonObject spec = Json.spec(pod.json());
    this.init =
        Json.objects(spec, "initContainers").stream()
            .map(c -> new ContainerSlot(c, "PodInitializing"))
            .toList();
    String waits = init.isEmpty() ? "ContainerCreating" : "PodInitializing";
    this.main =
        Json.objects(spec, "containers").stream().map(c -> new ContainerSlot(c, waits)).toList();
  }

  JsonObject pod() {
    return pod.json();
  }

  StoredObject stored() {
    return pod;
  }

  Path directory() {
    return directory;
  }

  /** The log of a container; empty where it has none yet. */
  Optional<CriLog> log(String container) {
    return slots().filter(s -> s.name().equals(container)).findFirst().map(ContainerSlot::log);
  }

  /** Completes when nothing of the pod runs any more. */
  Future<Void> ended() {
    return ended.future();
  }

  boolean isEnded() {
    return ended.future().isComplete();
  }

  void start() {
    Optional<String> unmountable = unmountableVolume();
    try {
      for (String folder : List.of("work", "tmp", "logs", "volumes")) {
        Files.createDirectories(directory.resolve(folder));
      }
      for (JsonObject volume : Json.objects(Json.spec(pod.json()), "volumes")) {
        Files.createDirectories(directory.resolve("volumes").resolve(volume.getString("name")));
      }
    } catch (IOException e) {
      throw new IllegalStateException("no room for pods in " + directory, e);
    }
    publish();
    deadline();
    if (unmountable.isPresent()) {
      services.event(pod, "Warning", "FailedMount", unmountable.get());
      return;
    }
    advance();
  }

  /** The pod was here before its machine went down and up again: nothing of it is left. */
  void lostInReboot() {
    stopping = true;
    finishIfOver();
  }

  /** Ends the pod within a grace, which a later call may only shorten. */
  void stop(long graceSeconds) {
    long at = System.currentTimeMillis() + 1_000 * Math.max(LEAST_GRACE_SECONDS, graceSeconds);
    boolean first = !stopping;
    stopping = true;
    if (first) {
      slots().forEach(s -> signal(s, "TERM"));
    }
    if (at < killAtMillis) {
      killAtMillis = at;
      services.after(at - System.currentTimeMillis(), this::killIfDue);
    }
    finishIfOver();
  }

  /** As {@link #stop}, and when the end is reported the object goes, unless finalizers hold it. */
  void delete(long graceSeconds) {
    deleteWhenEnded = true;
    if (isEnded()) {
      deleteObject();
    } else {
      stop(graceSeconds);
    }
  }

  /** The machine goes down: processes are killed and nothing is reported any more. */
  Future<Void> powerOff() {
    silent = true;
    stopping = true;
    slots().forEach(s -> signal(s, "KILL"));
    finishIfOver();
    return ended();
  }

  /** The kubelet is cut off from the API server, or back. */
  void silent(boolean silent) {
    this.silent = silent;
    if (!silent) {
      publish();
      if (isEnded() && deleteWhenEnded) {
        deleteObject();
      }
    }
  }

  private void advance() {
    if (stopping) {
      finishIfOver();
      return;
    }
    Optional<ContainerSlot> next = init.stream().filter(s -> !s.terminated()).findFirst();
    if (next.isPresent()) {
      launch(next.get());
    } else {
      main.forEach(this::launch);
    }
  }

  private void launch(ContainerSlot slot) {
    Processes.Command command;
    CriLog log;
    try {
      command =
          new ContainerSetup(pod.json(), slot.spec(), directory, this::configMapKey)
              .command(podIp, hostIp);
      log = new CriLog(directory.resolve("logs").resolve(slot.name() + ".log"), services.context());
    } catch (NotYet e) {
      slot.state(new Waiting(e.reason(), e.getMessage()));
      services.event(pod, "Warning", "Failed", e.getMessage());
      publish();
      return;
    } catch (CannotStart | IOException e) {
      startError(slot, e.getMessage());
      return;
    }
    slot.create(log);
    services
        .processes()
        .start(command, log)
        .onSuccess(process -> started(slot, process))
        .onFailure(
            e -> {
              log.finish();
              startError(slot, String.valueOf(e.getMessage()));
            });
  }

  private void startError(ContainerSlot slot, String why) {
    Terminated end = Terminated.startError(why);
    slot.state(end);
    services.event(pod, "Warning", "Failed", "Error: " + end.message());
    ended(slot);
  }

  private void started(ContainerSlot slot, RunningProcess process) {
    Instant at = Instant.now();
    slot.runs(process);
    slot.state(new Running(at));
    process
        .exit()
        .onSuccess(
            code -> {
              slot.state(Terminated.exited(code, at));
              ended(slot);
            });
    if (stopping) {
      signal(slot, silent ? "KILL" : "TERM");
    }
    boolean all = main.contains(slot) && main.stream().noneMatch(s -> s.state() instanceof Waiting);
    if (all) {
      phase = "Running";
    }
    if (all || init.contains(slot)) {
      publish();
    }
  }

  private void ended(ContainerSlot slot) {
    if (init.contains(slot) && slot.succeeded()) {
      if (init.stream().allMatch(ContainerSlot::succeeded)) {
        main.forEach(s -> s.state(new Waiting("ContainerCreating", "")));
      }
      advance();
    } else if (init.contains(slot)) {
      stopping = true;
      finishIfOver();
    } else if (!finishIfOver()) {
      publish();
    }
  }

  /** Ends the pod once no process is left and none will start. */
  private boolean finishIfOver() {
    boolean busy = slots().anyMatch(this::busy);
    boolean over = !busy && (stopping || main.stream().allMatch(ContainerSlot::terminated));
    if (!over || isEnded()) {
      return over;
    }
    boolean initialized = init.stream().allMatch(ContainerSlot::succeeded);
    if (initialized) {
      // Missing containers of an initialized pod count as failed; before that they stay waiting.
      main.stream().filter(s -> !s.terminated()).forEach(s -> s.state(Terminated.unknown()));
    }
    boolean succeeded = initialized && main.stream().allMatch(ContainerSlot::succeeded);
    phase = succeeded && reason.isEmpty() ? "Succeeded" : "Failed";
    publish();
    ended.complete();
    if (deleteWhenEnded) {
      deleteObject();
    }
    return true;
  }

  /** A container that runs, or that is on its way to. */
  private boolean busy(ContainerSlot slot) {
    return !slot.terminated() && slot.log() != null;
  }

  private void killIfDue() {
    if (!isEnded() && System.currentTimeMillis() >= killAtMillis) {
      slots().forEach(s -> signal(s, "KILL"));
    }
  }

  private void deadline() {
    Long seconds = Json.spec(pod.json()).getLong("activeDeadlineSeconds");
    if (seconds == null) {
      return;
    }
    services.after(
        1_000 * seconds,
        () -> {
          if (!isEnded()) {
            reason = "DeadlineExceeded";
            message = "Pod was active on the node longer than the specified deadline";
            stop(Json.spec(pod.json()).getLong("terminationGracePeriodSeconds"));
          }
        });
  }

  private Optional<String> unmountableVolume() {
    return Json.objects(Json.spec(pod.json()), "volumes").stream()
        .filter(v -> !v.containsKey("emptyDir") && !v.containsKey("hostPath"))
        .findFirst()
        .map(
            v ->
                "MountVolume.SetUp failed for volume \"%s\" : this stand-in has only emptyDir and hostPath"
                    .formatted(v.getString("name")));
  }

  private Optional<String> configMapKey(JsonObject reference) {
    var key = new ObjectKey(pod.key().namespace(), reference.getString("name", ""));
    return Optional.ofNullable(services.registry().store().get(ResourceType.CONFIGMAPS, key))
        .map(map -> Json.object(map.json(), "data").getString(reference.getString("key", "")));
  }

  private void publish() {
    if (silent) {
      return;
    }
    var facts = new PodStatus.Facts(phase, reason, message, startTime, podIp, hostIp);
    services
        .registry()
        .changeStatus(
            ResourceType.PODS,
            pod.key(),
            pod.uid(),
            status -> PodStatus.write(status, facts, init, main));
  }

  private void deleteObject() {
    StoredObject current = services.registry().store().get(ResourceType.PODS, pod.key());
    if (!silent && current != null && current.uid().equals(pod.uid()) && current.deleting()) {
      services
          .registry()
          .deletion()
          .delete(ResourceType.PODS, pod.key(), Deletion.Options.now(pod.uid()));
    }
  }

  private static void signal(ContainerSlot slot, String name) {
    if (slot.process() != null && !slot.terminated()) {
      slot.process().signal(name);
    }
  }

  private Stream<ContainerSlot> slots() {
    return Stream.concat(init.stream(), main.stream());
  }
}
