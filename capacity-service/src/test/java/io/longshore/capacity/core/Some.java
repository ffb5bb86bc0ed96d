package io.longshore.capacity.core;

import io.longshore.capacity.core.choose.Reserve;
import io.longshore.capacity.core.launch.LaunchSettings;
import io.longshore.capacity.core.launch.LaunchSettings.DefaultImage;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import io.longshore.capacity.core.launch.LaunchSettings.UserDataForm;
import io.longshore.capacity.core.reconcile.Rules;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Values for tests. */
public final class Some {

  public static final long GIB = 1L << 30;
  public static final String ARN = "arn:aws:batch:us-east-1:000000000000:compute-environment/burst";
  public static final String UUID = "11111111-2222-3333-4444-555555555555";

  private Some() {}

  public static InstanceType type(String name, int vcpus, long gib) {
    return new InstanceType(name, vcpus, gib * GIB, 0, "amd64", 58, InstanceType.Traits.ORDINARY);
  }

  public static InstanceType gpuType(String name, int vcpus, long gib, int gpus) {
    return new InstanceType(
        name, vcpus, gib * GIB, gpus, "amd64", 58, InstanceType.Traits.ORDINARY);
  }

  /** Three families of four sizes. */
  public static List<InstanceType> families() {
    return List.of(
        type("c6i.large", 2, 4),
        type("c6i.xlarge", 4, 8),
        type("c6i.2xlarge", 8, 16),
        type("c6i.4xlarge", 16, 32),
        type("m6i.large", 2, 8),
        type("m6i.xlarge", 4, 16),
        type("m6i.2xlarge", 8, 32),
        type("m6i.4xlarge", 16, 64),
        type("r6i.large", 2, 16),
        type("r6i.xlarge", 4, 32),
        type("r6i.2xlarge", 8, 64),
        type("r6i.4xlarge", 16, 128));
  }

  public static Shape shape(double vcpus, double gib) {
    return new Shape(Amounts.of(Math.round(vcpus * 1000), Math.round(gib * GIB), 0), "", Map.of());
  }

  public static Shape gpuShape(double vcpus, double gib, int gpus) {
    return new Shape(
        Amounts.of(Math.round(vcpus * 1000), Math.round(gib * GIB), gpus), "", Map.of());
  }

  public static Environment environment(int maximum, String... types) {
    return environment(1, Market.ON_DEMAND, Strategy.BEST_FIT_PROGRESSIVE, maximum, types);
  }

  /** On m6i in {@code subnets}. */
  public static Environment within(long version, String... subnets) {
    var e = environment(version, Market.ON_DEMAND, Strategy.BEST_FIT_PROGRESSIVE, 64, "m6i");
    var c = e.compute();
    var p = c.placement();
    var placement =
        new Environment.Placement(
            List.of(subnets),
            p.securityGroups(),
            p.keyPair(),
            p.instanceProfile(),
            p.placementGroup());
    var compute =
        new Environment.Compute(
            c.market(),
            c.strategy(),
            c.maximumVcpus(),
            c.instanceTypes(),
            c.image(),
            placement,
            c.tags(),
            c.notHonoured());
    return new Environment(
        e.arn(), e.name(), e.uuid(), version, e.life(), e.managed(), e.cluster(), compute);
  }

  public static Environment environment(
      long version, Market market, Strategy strategy, int maximum, String... types) {
    return new Environment(
        ARN,
        "burst",
        UUID,
        version,
        Environment.Life.ACTIVE,
        true,
        "demo",
        new Environment.Compute(
            market,
            strategy,
            maximum,
            List.of(types),
            new Environment.Image("ami-1", "", ""),
            new Environment.Placement(List.of("subnet-1"), List.of("sg-1"), "", "node", ""),
            Map.of("team", "genomics"),
            ""));
  }

  public static Environment disabled(Environment e) {
    return new Environment(
        e.arn(),
        e.name(),
        e.uuid(),
        e.version(),
        Environment.Life.DISABLED,
        e.managed(),
        e.cluster(),
        e.compute());
  }

  public static Environment deleting(Environment e) {
    return new Environment(
        e.arn(),
        e.name(),
        e.uuid(),
        e.version() + 1,
        Environment.Life.DELETING,
        true,
        e.cluster(),
        e.compute());
  }

  /** The environment's last record: its registry has heard that nothing is left. */
  public static Environment deleted(Environment e) {
    return new Environment(
        e.arn(),
        e.name(),
        e.uuid(),
        e.version() + 2,
        Environment.Life.DELETED,
        true,
        e.cluster(),
        e.compute());
  }

  public static LaunchSettings launch() {
    return new LaunchSettings(
        new Names("batch.longshore.io/", "longshore-"),
        new UserDataForm(UserDataForm.Kind.BOOTSTRAP_SH, "/etc/eks/bootstrap.sh"),
        new DefaultImage("ami-0", "1.35"),
        Map.of(),
        Map.of());
  }

  public static Rules rules() {
    return new Rules(
        launch(),
        Reserve.NONE,
        new Rules.Times(
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(30),
            Duration.ofMinutes(2)),
        3,
        50,
        true);
  }
}
