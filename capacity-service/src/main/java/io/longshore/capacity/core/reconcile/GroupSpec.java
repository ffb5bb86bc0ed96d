package io.longshore.capacity.core.reconcile;

import io.longshore.capacity.core.Environment;
import io.longshore.capacity.core.Fingerprint;
import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.Market;
import io.longshore.capacity.core.choose.TypeGroup;
import io.longshore.capacity.core.launch.LaunchSettings.Names;
import java.util.List;

/**
 * An Auto Scaling group as it should be. Always: at least 0 instances, new ones protected from
 * scale-in, zones not rebalanced, capacity not rebalanced.
 *
 * @param name its name
 * @param environmentUuid whose it is
 * @param template the launch template's name; the group launches from its latest version
 * @param market where it buys
 * @param allocation Auto Scaling's word for how it picks among the types
 * @param weight vCPUs of each type
 * @param types instance types in order of preference
 * @param subnets where it launches
 * @param content fingerprint of all this
 */
public record GroupSpec(
    String name,
    String environmentUuid,
    String template,
    Market market,
    String allocation,
    int weight,
    List<String> types,
    List<String> subnets,
    String content) {

  /** Copies. */
  public GroupSpec {
    types = List.copyOf(types);
    subnets = List.copyOf(subnets);
  }

  /** Whether {@code group} is so already. */
  boolean describes(Seen.Group group) {
    return group.settled() && group.content().equals(content);
  }

  static GroupSpec of(Environment environment, TypeGroup group, Names names) {
    var compute = environment.compute();
    var types = group.types().stream().map(InstanceType::name).toList();
    var allocation = compute.strategy().groupWord(compute.market());
    var subnets = compute.placement().subnets();
    return new GroupSpec(
        names.group(environment.uuid(), group.key()),
        environment.uuid(),
        names.template(environment.uuid()),
        compute.market(),
        allocation,
        group.vcpus(),
        types,
        subnets,
        Fingerprint.of(compute.market(), allocation, group.vcpus(), types, subnets));
  }
}
