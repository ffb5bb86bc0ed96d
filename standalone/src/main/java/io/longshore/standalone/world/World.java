package io.longshore.standalone.world;

import io.longshore.standalone.world.aws.Catalogue;
import io.longshore.standalone.world.aws.Cloud;
import io.longshore.standalone.world.aws.Ec2Instance;
import io.longshore.standalone.world.aws.EventBus;
import io.longshore.standalone.world.aws.Geography;
import io.longshore.standalone.world.aws.InstanceType;
import io.longshore.standalone.world.aws.Instances;
import io.longshore.standalone.world.aws.Pools;
import io.longshore.standalone.world.control.ControlServer;
import io.longshore.standalone.world.control.Times;
import io.longshore.standalone.world.fault.Faults;
import io.longshore.standalone.world.kube.Fence;
import io.longshore.standalone.world.kube.Housekeeping;
import io.longshore.standalone.world.kube.KubeServer;
import io.longshore.standalone.world.kube.ObjectKey;
import io.longshore.standalone.world.kube.ObjectStore;
import io.longshore.standalone.world.kube.Registry;
import io.longshore.standalone.world.kube.ResourceType;
import io.longshore.standalone.world.node.LogEndpoint;
import io.longshore.standalone.world.node.MachineSpec;
import io.longshore.standalone.world.node.Machines;
import io.longshore.standalone.world.node.NodeController;
import io.longshore.standalone.world.node.NodeServices;
import io.longshore.standalone.world.node.Processes;
import io.longshore.standalone.world.store.Journal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A running world: everything wired together on one event loop, which is what makes each of its
 * parts free of locks. Ending it without ceremony is as good as closing it: its processes go with
 * it, and the next start finds a power cut.
 */
public final class World implements AutoCloseable {

  private static final List<String> STANDARD_NAMESPACES =
      List.of("default", "kube-system", "kube-public", "kube-node-lease");

  private final WorldOptions options;
  private final Vertx vertx;
  private final Context context;
  private final Journal journal;
  private final Processes processes;
  private final Registry registry;
  private final Machines machines;
  private final Catalogue catalogue;
  private final Times times;
  private final Cloud cloud;
  private final Faults faults = new Faults();
  private int kubePort;
  private int awsPort;

  private World(WorldOptions options) throws IOException {
    this.options = options;
    this.journal = Journal.open(options.data);
    this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    this.context = vertx.getOrCreateContext();
    var store = new ObjectStore(journal, options.history);
    var fence = new Fence(store, vertx, options.fenceNamespace, options.prefix, options.fenceLag);
    this.registry = new Registry(store, fence);
    this.processes = new Processes(context);
    Path pods = options.data.resolve("pods");
    Path hosts = options.data.resolve("machines");
    NodeServices.deleteTree(pods);
    NodeServices.deleteTree(hosts);
    var services = new NodeServices(vertx, context, registry, processes, pods);
    var settings =
        new Machines.Settings(
            options.memoryOverheadPercent, options.nodeReadyDelay, options.cluster);
    this.machines = new Machines(services, settings, hosts);
    new Housekeeping(registry).start(vertx);
    this.times =
        new Times()
            .with("launch-delay", options.launchDelay)
            .with("boot-delay", options.bootDelay)
            .with("shutdown-delay", options.shutdownDelay)
            .with("spot-notice", options.spotNotice);
    this.catalogue = Catalogue.load();
    this.cloud = cloud(catalogue);
    new NodeController(
            services,
            machines,
            new NodeController.Settings(
                options.nodeHeartbeat,
                options.nodeMonitorGrace,
                options.nodeRemovalDelay,
                options.podGcDelay),
            id -> cloud.instances().find(id).filter(Ec2Instance::exists).isPresent())
        .start();
  }

  private Cloud cloud(Catalogue catalogue) {
    var delays =
        new Instances.Delays(
            () -> times.any("launch-delay"),
            () -> times.any("boot-delay"),
            () -> times.any("shutdown-delay"),
            options.terminatedVisible);
    var events =
        new EventBus.Settings(options.eventsQueue, options.account, () -> times.any("spot-notice"));
    var ground =
        new Instances.Ground(journal, vertx, machines, catalogue, new Geography(options.region));
    var made =
        new Cloud(
            ground,
            new Cloud.Settings(
                options.account, options.poolSize, options.launchRetry, delays, events));
    options.pools.forEach(rule -> made.pools().set(Pools.Rule.parse(rule)));
    return made;
  }

  /** Starts a world and returns once it answers. */
  public static World start(WorldOptions options) throws IOException {
    options.data = options.data.toAbsolutePath();
    var world = new World(options);
    try {
      world.onLoop(
          () -> {
            world.createNamespaces();
            return null;
          });
      world.listen();
      world.onLoop(
          () -> {
            world.bootStandingNodes();
            return null;
          });
      world.writeEndpoints();
      return world;
    } catch (RuntimeException | IOException e) {
      world.close();
      throw e;
    }
  }

  /** The Kubernetes API's address. */
  public String kubeUrl() {
    return "http://127.0.0.1:" + kubePort;
  }

  /** AWS's address, which is also the control's. */
  public String awsUrl() {
    return "http://127.0.0.1:" + awsPort;
  }

  /** Runs something on the event loop and waits for it. */
  <T> T onLoop(Callable<T> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        _ -> {
          try {
            promise.complete(work.call());
          } catch (Exception e) {
            promise.fail(e);
          }
        });
    return await(promise.future());
  }

  /** The machines, for what a test does to them by hand; only on the event loop. */
  Machines machines() {
    return machines;
  }

  /** The objects; only on the event loop. */
  Registry registry() {
    return registry;
  }

  @Override
  public void close() throws IOException {
    // The loop first: as with a power cut, nothing is said of what is killed then.
    await(vertx.close());
    processes.close();
    journal.close();
  }

  private void listen() throws IOException {
    var logs = new LogEndpoint(machines);
    var kube = new KubeServer(vertx, registry, faults, logs::handle);
    var parts = new ControlServer.Parts(registry, machines, processes, cloud);
    var control = new ControlServer(vertx, parts, faults, times);
    kubePort = await(call(() -> kube.listen(options.kubePort))).actualPort();
    awsPort = await(call(() -> control.listen(options.awsPort))).actualPort();
    machines.writeBootstrap(options.data.resolve("bin"), awsPort);
  }

  private void createNamespaces() {
    var names = new LinkedHashSet<>(STANDARD_NAMESPACES);
    names.add(options.fenceNamespace);
    names.addAll(options.namespaces);
    for (String name : names) {
      if (registry.store().get(ResourceType.NAMESPACES, ObjectKey.cluster(name)) == null) {
        registry.create(
            ResourceType.NAMESPACES,
            "",
            new JsonObject().put("metadata", new JsonObject().put("name", name)),
            Registry.Write.PLAIN);
      }
    }
  }

  private void bootStandingNodes() {
    int number = 0;
    for (String node : options.nodes) {
      String[] parts = node.split(",", 2);
      String name = parts[0].substring(0, parts[0].indexOf('='));
      String type = parts[0].substring(parts[0].indexOf('=') + 1);
      InstanceType hardware =
          catalogue
              .find(type)
              .orElseThrow(() -> new IllegalArgumentException("no instance type " + type));
      machines.boot(
          new MachineSpec(
              name,
              null,
              "10.255.0." + ++number,
              options.region,
              options.region + "a",
              hardware.hardware()),
          "");
      String labels = parts.length > 1 ? "--node-labels=" + parts[1] : "";
      String cluster = options.cluster.isEmpty() ? "longshore" : options.cluster;
      machines.join(name, List.of(cluster, "--kubelet-extra-args", labels));
    }
  }

  private void writeEndpoints() throws IOException {
    var endpoints =
        new JsonObject()
            .put("kube", kubeUrl())
            .put("aws", awsUrl())
            .put(
                "eventsQueue", "%s/%s/%s".formatted(awsUrl(), options.account, options.eventsQueue))
            .put("bootstrap", options.data.resolve("bin/bootstrap").toString())
            .put("pid", ProcessHandle.current().pid());
    Path next = options.data.resolve("endpoints.next");
    Files.writeString(next, endpoints.encodePrettily());
    Files.move(
        next,
        options.data.resolve("endpoints.json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private <T> Future<T> call(Callable<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        _ -> {
          try {
            work.call().onComplete(promise);
          } catch (Exception e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
