package io.longshore.simulation;

import com.google.protobuf.ByteString;
import io.longshore.capacity.core.reconcile.Action;
import io.longshore.capacity.wire.RegistryWire;
import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.LaunchId;
import io.longshore.queue.core.Limits;
import io.longshore.scheduler.core.round.Change;
import io.longshore.simulation.cloud.CloudDoor;
import io.longshore.simulation.cloud.CloudWatch;
import io.longshore.simulation.cloud.SimCloud;
import io.longshore.simulation.cluster.ClusterWatch;
import io.longshore.simulation.cluster.Machine;
import io.longshore.simulation.cluster.SimCluster;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.kafka.SimKafka;
import io.longshore.simulation.promise.AttemptsCounted;
import io.longshore.simulation.promise.CapacityBounded;
import io.longshore.simulation.promise.DependenciesFirst;
import io.longshore.simulation.promise.EveryJobEnds;
import io.longshore.simulation.promise.InstancesGo;
import io.longshore.simulation.promise.Mirror;
import io.longshore.simulation.promise.NeverTwice;
import io.longshore.simulation.promise.Promise;
import io.longshore.simulation.promise.QueueOrder;
import io.longshore.simulation.promise.RoomRespected;
import io.longshore.simulation.service.Intake;
import io.longshore.simulation.service.Jobs;
import io.longshore.simulation.service.Parts;
import io.longshore.simulation.service.Program;
import io.longshore.simulation.service.QueueProgram;
import io.longshore.simulation.service.Registry;
import io.longshore.simulation.service.Wires;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import io.longshore.simulation.work.Book;
import io.longshore.simulation.work.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** All of Longshore and all around it, put together for one run. */
final class World implements ClusterWatch, CloudWatch {

  private static final long KUBELET_RESERVES_MILLIS = 100;
  private static final long JOINS_AFTER = 20_000;

  final Agenda agenda = new Agenda();
  final Faults faults;
  final History history = new History(agenda);
  final Dice dice;
  final SimKafka kafka;
  final SimCluster cluster;
  final SimCloud cloud;
  final Book book;
  final Mirror mirror = new Mirror();
  final Map<String, SimDatabase> databases = new TreeMap<>();
  final List<Service> services = new ArrayList<>();
  final Map<String, Machine> machines = new TreeMap<>();
  final List<Promise> promises = new ArrayList<>();
  final EveryJobEnds ends;
  final AttemptsCounted attempts;
  final Registry registry = new Registry(Settings.ARNS, Limits.AWS);
  final Jobs jobs = new Jobs(Settings.ARNS, Limits.AWS);
  final Client client;
  final Operator operator;
  private final Seams seams;
  private long commits;

  World(Plan plan, Seams seams) {
    this.seams = seams;
    this.faults = new Faults(plan.faults());
    this.dice = new Dice(plan.seed());
    this.kafka = new SimKafka(agenda, dice.of("kafka"), faults, history);
    this.book = new Book(dice.of("programs"));
    this.cluster = seams.cluster(agenda, dice.of("cluster"), faults, history, book, this);
    this.cloud = new SimCloud(agenda, dice.of("cloud"), faults, history, this, Settings.TYPES);
    this.ends = new EveryJobEnds(book);
    this.attempts = new AttemptsCounted(book);
    Wires.topics(Settings.CLUSTER).forEach(kafka::create);
    for (String name : List.of("queue", "scheduler", "capacity", "placement/main")) {
      var database =
          new SimDatabase(new Store(name), agenda, dice.of("database " + name), faults, history);
      databases.put(name, database);
    }
    var instances = new ArrayList<Client.Instance>();
    for (String one : List.of("a", "b")) {
      services.add(queue(one, instances));
      services.add(
          service(
              "scheduler", one, Wires.scheduler(), _ -> seams.scheduler(this::schedulerCommits)));
      services.add(
          service(
              "capacity",
              one,
              Wires.capacity(),
              host -> seams.capacity(new CloudDoor(cloud, host, agenda, dice.of("aws " + one)))));
      services.add(
          service(
              "placement/main",
              one,
              Wires.placement(Settings.CLUSTER),
              host -> seams.placement(desk -> seams.session(cluster, host, desk))));
    }
    this.client = new Client(agenda, dice.of("client"), instances);
    this.operator = new Operator(this);
    promises.addAll(
        List.of(
            ends,
            new NeverTwice(),
            new DependenciesFirst(book),
            attempts,
            new CapacityBounded(
                this::counted,
                this::maximum,
                arn -> environment(arn).map(e -> cloud.described(e.uuid())).orElse("")),
            new RoomRespected(mirror),
            new InstancesGo(mirror, agenda::now, this::calm, Settings.IDLE, this::minimum),
            new QueueOrder(mirror)));
  }

  Store store(String name) {
    return databases.get(name).store();
  }

  private long commitId() {
    return ++commits;
  }

  private Service service(String name, String one, Wires wires, Function<Host, Program> program) {
    var host = new Host(name + "-" + one, agenda);
    var owner = seams.owner(parts(name, wires, program.apply(host), host), name);
    return new Service(name + "-" + one, host, owner, Optional.empty());
  }

  private Parts parts(String name, Wires wires, Program program, Host host) {
    return new Parts(
        wires,
        program,
        host,
        agenda,
        databases.get(name),
        kafka,
        dice.of("host " + host.name()),
        history,
        (_, _) -> {},
        this::commitId,
        seams::publisher);
  }

  private Service queue(String one, List<Client.Instance> instances) {
    var host = new Host("queue-" + one, agenda);
    var committed = new ArrayList<Runnable>();
    var intake =
        seams.intake(
            host,
            agenda,
            databases.get("queue"),
            this::commitId,
            () -> committed.forEach(Runnable::run));
    Consumer<Intake.Work> gate = work -> intake.ask(work, _ -> {});
    var program =
        new QueueProgram(
            Settings.ARNS,
            registry,
            Settings.RETENTION,
            gate,
            (job, change) -> promises.forEach(promise -> promise.told(job, change)));
    var owner = seams.owner(parts("queue", Wires.queue(), program, host), "queue");
    committed.add(owner::wakePublisher);
    instances.add(new Client.Instance(host, intake));
    return new Service("queue-" + one, host, owner, Optional.of(intake));
  }

  // --- what is looked at ------------------------------------------------------------------------

  private void schedulerCommits(List<Change> changes, Instant now) {
    if (changes.isEmpty()) {
      return;
    }
    promises.forEach(promise -> promise.committing(changes, now));
    mirror.take(changes);
    promises.forEach(promise -> promise.committed(changes, now));
    for (Change change : changes) {
      tell(change);
    }
  }

  private void tell(Change change) {
    switch (change) {
      case Change.LaunchPut(var launch) ->
          history.tell(
              "scheduler",
              launch.id().number(),
              () ->
                  "launch "
                      + launch.id().podName()
                      + " on "
                      + launch.place().nodeName()
                      + " "
                      + launch.place().instanceId()
                      + ": "
                      + launch.state()
                      + (launch.stop() == null ? "" : " stopping"));
      case Change.JobPut(var job) ->
          history.tell(
              "scheduler",
              job.version(),
              () -> "job " + job.key() + " attempt " + job.attempt() + " " + job.state());
      case Change.ArrayPut(var array) ->
          history.tell(
              "scheduler",
              array.version(),
              () ->
                  "array "
                      + array.id()
                      + " of "
                      + array.size()
                      + " "
                      + array.state()
                      + " well "
                      + array.succeeded()
                      + " badly "
                      + array.failed()
                      + " own "
                      + array.own()
                      + " waves "
                      + array.waves()
                      + " twins "
                      + array.twins()
                      + " "
                      + array.drain());
      case Change.InstancePut(var instance) ->
          history.tell("scheduler", 0, () -> "instance " + instance.id() + " " + instance.state());
      default -> {}
    }
  }

  private boolean calm() {
    return faults.stopped();
  }

  private Optional<io.longshore.capacity.core.Environment> environment(String arn) {
    var row = store("capacity").table("environment").get(arn);
    return row == null ? Optional.empty() : RegistryWire.read(ByteString.copyFrom(row.body()), 0);
  }

  private int[] counted(String arn) {
    return environment(arn).map(e -> cloud.counted(e.uuid())).orElse(new int[] {0, 0});
  }

  private int maximum(String arn) {
    return environment(arn).map(e -> e.compute().maximumVcpus()).orElse(0);
  }

  private int minimum(String arn) {
    return arn.endsWith("/mini") ? 1 : 0;
  }

  @Override
  public void started(LaunchId launch, int attempt, String machine) {
    history.tell(machine, "runs " + launch);
    promises.forEach(promise -> promise.started(launch, attempt, machine));
  }

  @Override
  public void stopped(LaunchId launch, int exitCode, String machine) {
    history.tell(machine, "ran " + launch + " exit " + exitCode);
    promises.forEach(promise -> promise.stopped(launch, exitCode, machine));
  }

  @Override
  public void noRoom(LaunchId launch, String machine) {
    promises.forEach(promise -> promise.noRoom(launch, machine));
  }

  @Override
  public void acting(String environment, Action action) {
    promises.forEach(promise -> promise.acting(environment, action));
  }

  @Override
  public void counted(String environment, Action action) {
    promises.forEach(promise -> promise.acted(environment, action));
  }

  // --- machines ---------------------------------------------------------------------------------

  @Override
  public void booted(SimCloud.Instance instance) {
    agenda.in(
        dice.between(1_000, JOINS_AFTER),
        () -> {
          if (instance.alive()) {
            join(instance);
          }
        });
  }

  private void join(SimCloud.Instance instance) {
    var type = instance.type();
    var room = Settings.RULES.reserve().of(type).amounts();
    // DaemonSets are guessed at in the reserve; here they are told apart.
    var allocatable =
        new Amounts(
            room.vcpuMillis() + 100 + KUBELET_RESERVES_MILLIS,
            room.memoryBytes() + (200L << 20),
            0,
            Map.of());
    // Names are used again, as addresses are.
    String name = "ip-" + (Math.floorMod(instance.id().hashCode(), 60));
    while (machines.containsKey(name) && machines.get(name).alive()) {
      name += "x";
    }
    var machine =
        new Machine(
            name,
            instance.id(),
            Map.of(
                "batch.longshore.io/compute-environment-uuid",
                instance.uuid(),
                "batch.longshore.io/instance-id",
                instance.id()),
            allocatable,
            type.maxPods());
    machines.put(name, machine);
    cluster.register(machine);
  }

  /** A machine that nobody manages. */
  void own(String name, String uuid) {
    var machine =
        new Machine(
            name,
            "",
            Map.of("batch.longshore.io/compute-environment-uuid", uuid),
            new Amounts(8_000, 16L << 30, 0, Map.of()),
            50);
    machines.put(name, machine);
    cluster.register(machine);
  }

  @Override
  public void off(SimCloud.Instance instance) {
    for (Machine machine : List.copyOf(machines.values())) {
      if (machine.instanceId().equals(instance.id())) {
        cluster.kubelets().die(machine);
        agenda.in(dice.between(5_000, 30_000), () -> cluster.unregister(machine));
      }
    }
  }

  Optional<SimCloud.Instance> instance(String id) {
    return cloud.instances().stream().filter(i -> i.id().equals(id)).findFirst();
  }
}
