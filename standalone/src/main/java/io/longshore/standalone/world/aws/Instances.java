package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.aws.Ec2Instance.State;
import io.longshore.standalone.world.node.MachineSpec;
import io.longshore.standalone.world.node.Machines;
import io.longshore.standalone.world.store.Journal;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All instances and how they live: pending, running, booted, shutting down, terminated. */
public final class Instances {

  private static final String TABLE = "aws-instances";
  private static final String META = "aws-meta";
  private static final int ADDRESSES_PER_ZONE = 16_000;

  private final Journal journal;
  private final Vertx vertx;
  private final Machines machines;
  private final Catalogue catalogue;
  private final Geography geography;
  private final Pools pools;
  private final Delays delays;
  private final Map<String, Ec2Instance> byId = new LinkedHashMap<>();
  private final Map<Market, Double> paid = new EnumMap<>(Market.class);
  private int lastAddress;

  /**
   * How long things take.
   *
   * @param launch from pending to running
   * @param boot from running to user data
   * @param shutdown from shutting-down to terminated, at least
   * @param visible how long a terminated instance is listed
   */
  public record Delays(
      LongSupplier launch, LongSupplier boot, LongSupplier shutdown, long visible) {}

  /** What instances stand on. */
  public record Ground(
      Journal journal, Vertx vertx, Machines machines, Catalogue catalogue, Geography geography) {}

  /** Loads what there was. What was alive has lost its power with the world. */
  public Instances(Ground ground, Pools pools, Delays delays) {
    this.journal = ground.journal();
    this.vertx = ground.vertx();
    this.machines = ground.machines();
    this.catalogue = ground.catalogue();
    this.geography = ground.geography();
    this.pools = pools;
    this.delays = delays;
    JsonObject meta = journal.table(META).get("addresses");
    lastAddress = meta == null ? 0 : meta.getInteger("last");
    JsonObject sums = journal.table(META).getOrDefault("paid", new JsonObject());
    for (Market market : Market.values()) {
      paid.put(market, sums.getDouble(market.text(), 0.0));
    }
    for (JsonObject json : List.copyOf(journal.table(TABLE).values())) {
      Ec2Instance instance = Ec2Instance.read(json);
      byId.put(instance.id(), instance);
      if (instance.exists()) {
        ended(instance, "Server.InternalError", "Server.InternalError: Power cut");
      }
    }
    vertx.setPeriodic(1_000, _ -> forgetOld());
  }

  /** All that are listed, oldest first. */
  public Collection<Ec2Instance> all() {
    return List.copyOf(byId.values());
  }

  /** One of them. */
  public Optional<Ec2Instance> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** As {@link #find}; EC2's refusal where there is none. */
  Ec2Instance required(String id) {
    return find(id)
        .orElseThrow(
            () ->
                AwsException.client(
                    "InvalidInstanceID.NotFound",
                    "The instance ID '%s' does not exist".formatted(id)));
  }

  /** An instance's type. */
  public InstanceType type(Ec2Instance instance) {
    return catalogue.find(instance.order().type()).orElseThrow();
  }

  Geography geography() {
    return geography;
  }

  /** Launches one; there must be room for it. */
  Ec2Instance launch(Ec2Instance.Order order, Map<String, String> tags) {
    pools.take(pool(order));
    var instance =
        new Ec2Instance(
            Ids.next("i"),
            order,
            address(order.zone()),
            tags,
            State.PENDING,
            "",
            "",
            System.currentTimeMillis(),
            0);
    put(instance);
    later(delays.launch().getAsLong(), instance.id(), this::run);
    return instance;
  }

  /** Ends one, with EC2's reason. Ending it twice is ending it once. */
  public void terminate(String id, String code, String reason) {
    Ec2Instance instance = required(id);
    if (!instance.alive()) {
      return;
    }
    put(instance.ending(State.SHUTTING_DOWN, code, reason, 0));
    long atLeast = System.currentTimeMillis() + delays.shutdown().getAsLong();
    // EC2 may say terminated only once nothing can run there any more.
    machines
        .powerOff(name(instance))
        .onComplete(
            _ -> later(Math.max(1, atLeast - System.currentTimeMillis()), id, this::terminated));
  }

  /** Adds tags. */
  void tag(String id, Map<String, String> tags) {
    put(required(id).tagged(tags));
  }

  /** The instance's host name. */
  public String name(Ec2Instance instance) {
    return instance.hostName(geography.region());
  }

  private void run(Ec2Instance instance) {
    if (instance.state() == State.PENDING) {
      put(instance.with(State.RUNNING));
      later(delays.boot().getAsLong(), instance.id(), this::boot);
    }
  }

  private void boot(Ec2Instance instance) {
    if (instance.state() != State.RUNNING) {
      return;
    }
    var spec =
        new MachineSpec(
            name(instance),
            instance.id(),
            instance.ip(),
            geography.region(),
            instance.order().zone(),
            type(instance).hardware());
    byte[] userData = Base64.getMimeDecoder().decode(instance.order().userData());
    machines.boot(spec, new String(userData, StandardCharsets.UTF_8));
  }

  private void terminated(Ec2Instance instance) {
    pools.giveBack(pool(instance.order()));
    ended(instance, instance.reasonCode(), instance.reason());
  }

  private void ended(Ec2Instance instance, String code, String reason) {
    long now = System.currentTimeMillis();
    Ec2Instance end = instance.ending(State.TERMINATED, code, reason, now);
    put(end);
    paid.merge(end.order().market(), vcpuSeconds(end), Double::sum);
    var sums = new JsonObject();
    paid.forEach((market, sum) -> sums.put(market.text(), sum));
    journal.put(META, "paid", sums);
  }

  /**
   * For how long an instance has been paid for, in seconds: from its launch to its end, or to now.
   */
  public double seconds(Ec2Instance instance) {
    long end = instance.exists() ? System.currentTimeMillis() : instance.endedAt();
    return (end - instance.launchedAt()) / 1_000.0;
  }

  /** What all instances of a market have cost so far, in vCPU-seconds. */
  public double vcpuSeconds(Market market) {
    return paid.get(market)
        + all().stream()
            .filter(i -> i.exists() && i.order().market() == market)
            .mapToDouble(this::vcpuSeconds)
            .sum();
  }

  private double vcpuSeconds(Ec2Instance instance) {
    return seconds(instance) * type(instance).vcpus();
  }

  private void forgetOld() {
    long now = System.currentTimeMillis();
    for (Ec2Instance instance : all()) {
      if (!instance.exists() && now - instance.endedAt() > delays.visible()) {
        byId.remove(instance.id());
        journal.remove(TABLE, instance.id());
      }
    }
  }

  private void later(long millis, String id, Consumer<Ec2Instance> work) {
    vertx.setTimer(
        Math.max(1, millis),
        _ -> {
          @Nullable Ec2Instance instance = byId.get(id);
          if (instance != null) {
            work.accept(instance);
          }
        });
  }

  /** Addresses come one after another, so that a name is not seen again soon. */
  private String address(String zone) {
    lastAddress = lastAddress % ADDRESSES_PER_ZONE + 1;
    journal.put(META, "addresses", new JsonObject().put("last", lastAddress));
    int base = 64 * (zone.charAt(zone.length() - 1) - 'a');
    int host = lastAddress + 4;
    return "10.0.%d.%d".formatted(base + (host >> 8), host & 0xff);
  }

  private void put(Ec2Instance instance) {
    byId.put(instance.id(), instance);
    journal.put(TABLE, instance.id(), instance.json());
  }

  private static Pools.Pool pool(Ec2Instance.Order order) {
    return new Pools.Pool(order.type(), order.zone(), order.market());
  }
}
