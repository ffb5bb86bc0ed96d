package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Optional;

/** The region's zones with a subnet each, and the images that instances may boot. */
public final class Geography {

  static final String VPC = "vpc-0a0a0a0a";

  private final String region;
  private final List<Zone> zones;

  /** A zone and its subnet. */
  record Zone(String name, String id, String subnet, String cidr) {}

  /** An image. */
  record Image(String id, String name, String architecture) {}

  /** The geography of a region. */
  public Geography(String region) {
    this.region = region;
    this.zones =
        List.of(
            new Zone(region + "a", "use1-az1", "subnet-0a0a0a0a", "10.0.0.0/18"),
            new Zone(region + "b", "use1-az2", "subnet-0b0b0b0b", "10.0.64.0/18"),
            new Zone(region + "c", "use1-az3", "subnet-0c0c0c0c", "10.0.128.0/18"));
  }

  String region() {
    return region;
  }

  List<Zone> zones() {
    return zones;
  }

  Optional<Zone> zone(String name) {
    return zones.stream().filter(z -> z.name().equals(name)).findFirst();
  }

  Optional<Zone> zoneOfSubnet(String subnet) {
    return zones.stream().filter(z -> z.subnet().equals(subnet)).findFirst();
  }

  List<Image> images() {
    return List.of(
        new Image("ami-0a0a0a0a", "amazon-eks-node-longshore-x86_64", "x86_64"),
        new Image("ami-0b0b0b0b", "amazon-eks-node-longshore-arm64", "arm64"));
  }

  /** The image that a launch template names, by id or by EKS's public parameter. */
  Optional<Image> image(String id) {
    if (id.startsWith("resolve:ssm:/aws/service/eks/optimized-ami/")) {
      return Optional.of(images().get(id.contains("arm64") ? 1 : 0));
    }
    return images().stream().filter(i -> i.id().equals(id)).findFirst();
  }
}
