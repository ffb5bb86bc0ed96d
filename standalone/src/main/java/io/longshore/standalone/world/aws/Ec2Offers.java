package io.longshore.standalone.world.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** What EC2 offers: types, where they can be had, prices, zones, subnets, images. */
final class Ec2Offers {

  private static final int MOST_TYPES = 100;

  private final Catalogue catalogue;
  private final Geography geography;
  private final String account;

  Ec2Offers(Catalogue catalogue, Geography geography, String account) {
    this.catalogue = catalogue;
    this.geography = geography;
    this.account = account;
  }

  private record Offer(InstanceType type, Geography.Zone zone) {}

  void instanceTypes(Params request, Xml out) {
    List<String> wanted = request.strings("InstanceType");
    List<String> unknown = wanted.stream().filter(t -> catalogue.find(t).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw AwsException.client(
          "InvalidInstanceType", "The following supplied instance types do not exist: " + unknown);
    }
    if (request.number("MaxResults").filter(n -> n > MOST_TYPES).isPresent()) {
      throw AwsException.invalid("MaxResults must be at most " + MOST_TYPES);
    }
    Predicate<InstanceType> matches = Ec2Filters.parse(request, Ec2Offers::values);
    var types =
        catalogue.all().stream()
            .filter(t -> wanted.isEmpty() || wanted.contains(t.name()))
            .filter(matches)
            .toList();
    var page = Pages.page(types, request, "MaxResults", InstanceType::name);
    out.list("instanceTypeSet", "item", page.items(), Ec2Offers::type);
    page.next().ifPresent(token -> out.leaf("nextToken", token));
  }

  private static List<String> values(InstanceType type, String filter) {
    return switch (filter) {
      case "instance-type" -> List.of(type.name());
      case "processor-info.supported-architecture" -> List.of(type.architecture());
      case "supported-usage-class" -> List.of("on-demand", "spot");
      case "current-generation" -> List.of("true");
      case "bare-metal" -> List.of("false");
      case "hypervisor" -> List.of("nitro");
      case "burstable-performance-supported" -> List.of(Boolean.toString(type.burstable()));
      case "vcpu-info.default-vcpus" -> List.of(Integer.toString(type.vcpus()));
      case "memory-info.size-in-mib" -> List.of(Long.toString(type.memoryMib()));
      default -> null;
    };
  }

  private static void type(Xml out, InstanceType type) {
    int threads = type.architecture().equals("arm64") || type.name().startsWith("c7a") ? 1 : 2;
    out.leaf("instanceType", type.name())
        .leaf("currentGeneration", true)
        .leaf("freeTierEligible", false)
        .leaves("supportedUsageClasses", "item", List.of("on-demand", "spot"))
        .leaves("supportedRootDeviceTypes", "item", List.of("ebs"))
        .leaves("supportedVirtualizationTypes", "item", List.of("hvm"))
        .leaf("bareMetal", false)
        .leaf("hypervisor", "nitro")
        .element(
            "processorInfo",
            () ->
                out.leaves("supportedArchitectures", "item", List.of(type.architecture()))
                    .leaf("sustainedClockSpeedInGhz", "3.1"))
        .element(
            "vCpuInfo",
            () ->
                out.leaf("defaultVCpus", type.vcpus())
                    .leaf("defaultCores", Math.max(1, type.vcpus() / threads))
                    .leaf("defaultThreadsPerCore", threads))
        .element("memoryInfo", () -> out.leaf("sizeInMiB", type.memoryMib()))
        .leaf("instanceStorageSupported", false)
        .element(
            "networkInfo",
            () ->
                out.leaf("maximumNetworkInterfaces", type.interfaces())
                    .leaf("ipv4AddressesPerInterface", type.addresses())
                    .leaf("ipv6AddressesPerInterface", type.addresses())
                    .leaf("ipv6Supported", true)
                    .leaf("enaSupport", "required"))
        .leaf("burstablePerformanceSupported", type.burstable())
        .leaf("dedicatedHostsSupported", false)
        .leaf("autoRecoverySupported", true);
    if (type.gpus() > 0) {
      out.element(
          "gpuInfo",
          () ->
              out.list("gpus", "item", List.of(type), Ec2Offers::gpu)
                  .leaf("totalGpuMemoryInMiB", type.gpus() * type.gpuMemoryMib()));
    }
  }

  private static void gpu(Xml out, InstanceType type) {
    out.leaf("name", type.gpuName())
        .leaf("manufacturer", "NVIDIA")
        .leaf("count", type.gpus())
        .element("memoryInfo", () -> out.leaf("sizeInMiB", type.gpuMemoryMib()));
  }

  void offerings(Params request, Xml out) {
    String kind = request.get("LocationType", "region");
    var offers = new ArrayList<Offer>();
    for (InstanceType type : catalogue.all()) {
      for (Geography.Zone zone :
          kind.equals("region") ? geography.zones().subList(0, 1) : geography.zones()) {
        offers.add(new Offer(type, zone));
      }
    }
    Predicate<Offer> matches =
        Ec2Filters.parse(
            request,
            (offer, filter) ->
                switch (filter) {
                  case "instance-type" -> List.of(offer.type().name());
                  case "location" -> List.of(location(offer, kind));
                  default -> null;
                });
    var page =
        Pages.page(
            offers.stream().filter(matches).toList(),
            request,
            "MaxResults",
            o -> o.type().name() + "/" + location(o, kind));
    out.list(
        "instanceTypeOfferingSet",
        "item",
        page.items(),
        (xml, offer) ->
            xml.leaf("instanceType", offer.type().name())
                .leaf("locationType", kind)
                .leaf("location", location(offer, kind)));
    page.next().ifPresent(token -> out.leaf("nextToken", token));
  }

  private String location(Offer offer, String kind) {
    return switch (kind) {
      case "availability-zone" -> offer.zone().name();
      case "availability-zone-id" -> offer.zone().id();
      default -> geography.region();
    };
  }

  void spotPrices(Params request, Xml out) {
    List<String> wanted = request.strings("InstanceType");
    Optional<String> zone = request.find("AvailabilityZone");
    var offers = new ArrayList<Offer>();
    for (InstanceType type : catalogue.all()) {
      for (Geography.Zone each : geography.zones()) {
        boolean asked = wanted.isEmpty() || wanted.contains(type.name());
        if (asked && zone.filter(z -> !z.equals(each.name())).isEmpty()) {
          offers.add(new Offer(type, each));
        }
      }
    }
    var page =
        Pages.page(offers, request, "MaxResults", o -> o.type().name() + "/" + o.zone().name());
    long hour = 3_600_000;
    out.list(
        "spotPriceHistorySet",
        "item",
        page.items(),
        (xml, offer) ->
            xml.leaf("instanceType", offer.type().name())
                .leaf("productDescription", "Linux/UNIX")
                .leaf(
                    "spotPrice",
                    String.format(
                        Locale.ROOT, "%.6f", SpotPrices.price(offer.type(), offer.zone().name())))
                .time("timestamp", System.currentTimeMillis() / hour * hour)
                .leaf("availabilityZone", offer.zone().name()));
    // Always there, and empty at the end, as EC2 answers.
    out.leaf("nextToken", page.next().orElse(""));
  }

  void zones(Params request, Xml out) {
    List<String> wanted = request.strings("ZoneName");
    out.list(
        "availabilityZoneInfo",
        "item",
        geography.zones().stream()
            .filter(z -> wanted.isEmpty() || wanted.contains(z.name()))
            .toList(),
        (xml, zone) ->
            xml.leaf("zoneName", zone.name())
                .leaf("zoneId", zone.id())
                .leaf("zoneState", "available")
                .leaf("zoneType", "availability-zone")
                .leaf("regionName", geography.region())
                .leaf("optInStatus", "opt-in-not-required"));
  }

  void subnets(Params request, Xml out) {
    List<String> wanted = request.strings("SubnetId");
    for (String subnet : wanted) {
      if (geography.zoneOfSubnet(subnet).isEmpty()) {
        throw AwsException.client(
            "InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist".formatted(subnet));
      }
    }
    Predicate<Geography.Zone> matches =
        Ec2Filters.parse(
            request,
            (zone, filter) ->
                switch (filter) {
                  case "subnet-id" -> List.of(zone.subnet());
                  case "vpc-id" -> List.of(Geography.VPC);
                  case "availability-zone" -> List.of(zone.name());
                  case "state" -> List.of("available");
                  default -> null;
                });
    out.list(
        "subnetSet",
        "item",
        geography.zones().stream()
            .filter(z -> wanted.isEmpty() || wanted.contains(z.subnet()))
            .filter(matches)
            .toList(),
        (xml, zone) ->
            xml.leaf("subnetId", zone.subnet())
                .leaf("vpcId", Geography.VPC)
                .leaf("availabilityZone", zone.name())
                .leaf("availabilityZoneId", zone.id())
                .leaf("cidrBlock", zone.cidr())
                .leaf("availableIpAddressCount", 16_000)
                .leaf("state", "available")
                .leaf("ownerId", account));
  }

  void images(Params request, Xml out) {
    List<String> wanted = request.strings("ImageId");
    for (String image : wanted) {
      if (geography.image(image).isEmpty()) {
        throw AwsException.client(
            "InvalidAMIID.NotFound", "The image id '[%s]' does not exist".formatted(image));
      }
    }
    Predicate<Geography.Image> matches =
        Ec2Filters.parse(
            request,
            (image, filter) ->
                switch (filter) {
                  case "image-id" -> List.of(image.id());
                  case "name" -> List.of(image.name());
                  case "architecture" -> List.of(image.architecture());
                  case "state" -> List.of("available");
                  default -> null;
                });
    out.list(
        "imagesSet",
        "item",
        geography.images().stream()
            .filter(i -> wanted.isEmpty() || wanted.contains(i.id()))
            .filter(matches)
            .toList(),
        (xml, image) ->
            xml.leaf("imageId", image.id())
                .leaf("name", image.name())
                .leaf("architecture", image.architecture())
                .leaf("imageState", "available")
                .leaf("imageType", "machine")
                .leaf("rootDeviceType", "ebs")
                .leaf("virtualizationType", "hvm")
                .leaf("creationDate", "2026-01-01T00:00:00.000Z"));
  }
}
