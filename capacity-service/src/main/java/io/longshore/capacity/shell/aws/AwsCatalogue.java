package io.longshore.capacity.shell.aws;

import io.longshore.capacity.core.InstanceType;
import io.longshore.capacity.core.InstanceType.Traits;
import io.longshore.capacity.core.choose.Prices;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2AsyncClient;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.GpuInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInfo;
import software.amazon.awssdk.services.ec2.model.SpotPrice;
import software.amazon.awssdk.services.ec2.model.UsageClassType;

/** Reads instance types and Spot prices. */
final class AwsCatalogue {

  private static final int TYPES_PER_CALL = 100;
  private static final long MIB = 1L << 20;

  /** The limits of EKS's images: few pods on small instances, more on large ones. */
  private static final int LARGE_VCPUS = 30;

  private static final int PODS_SMALL = 110;
  private static final int PODS_LARGE = 250;

  private final Ec2AsyncClient ec2;

  AwsCatalogue(Ec2AsyncClient ec2) {
    this.ec2 = ec2;
  }

  Uni<List<InstanceType>> instanceTypes() {
    return Calls.all(
            () ->
                ec2.describeInstanceTypesPaginator(r -> r.maxResults(TYPES_PER_CALL))
                    .instanceTypes())
        .map(types -> types.stream().flatMap(type -> read(type).stream()).toList());
  }

  private static Optional<InstanceType> read(InstanceTypeInfo info) {
    var architecture = architecture(info);
    if (architecture.isEmpty() || info.vCpuInfo() == null || info.memoryInfo() == null) {
      return Optional.empty();
    }
    var markets = info.supportedUsageClasses();
    return Optional.of(
        new InstanceType(
            info.instanceTypeAsString(),
            info.vCpuInfo().defaultVCpus(),
            info.memoryInfo().sizeInMiB() * MIB,
            gpus(info.gpuInfo()),
            architecture,
            pods(info.networkInfo(), info.vCpuInfo().defaultVCpus()),
            new Traits(
                Boolean.TRUE.equals(info.bareMetal()),
                markets.contains(UsageClassType.ON_DEMAND),
                markets.contains(UsageClassType.SPOT))));
  }

  private static String architecture(InstanceTypeInfo info) {
    if (info.processorInfo() == null) {
      return "";
    }
    var known = info.processorInfo().supportedArchitectures();
    if (known.contains(ArchitectureType.X86_64)) {
      return "amd64";
    }
    return known.contains(ArchitectureType.ARM64) ? "arm64" : "";
  }

  private static int gpus(@Nullable GpuInfo info) {
    return info == null
        ? 0
        : info.gpus().stream()
            .filter(gpu -> "NVIDIA".equalsIgnoreCase(gpu.manufacturer()))
            .mapToInt(gpu -> Optional.ofNullable(gpu.count()).orElse(0))
            .sum();
  }

  private static int pods(@Nullable NetworkInfo info, int vcpus) {
    int most = vcpus > LARGE_VCPUS ? PODS_LARGE : PODS_SMALL;
    if (info == null
        || info.maximumNetworkInterfaces() == null
        || info.ipv4AddressesPerInterface() == null) {
      return most;
    }
    int addresses = info.maximumNetworkInterfaces() * (info.ipv4AddressesPerInterface() - 1) + 2;
    return Math.min(most, addresses);
  }

  Uni<Prices> spotPrices(Set<String> types) {
    var sorted = new ArrayList<>(new TreeSet<>(types));
    var parts = new ArrayList<List<String>>();
    for (int i = 0; i < sorted.size(); i += TYPES_PER_CALL) {
      parts.add(sorted.subList(i, Math.min(sorted.size(), i + TYPES_PER_CALL)));
    }
    return Multi.createFrom()
        .iterable(parts)
        .onItem()
        .transformToUniAndConcatenate(this::prices)
        .collect()
        .asList()
        .map(AwsCatalogue::cheapest);
  }

  private Uni<List<SpotPrice>> prices(List<String> types) {
    return Calls.all(
        () ->
            ec2.describeSpotPriceHistoryPaginator(
                    r ->
                        r.startTime(Instant.now())
                            .productDescriptions("Linux/UNIX")
                            .instanceTypesWithStrings(types))
                .spotPriceHistory());
  }

  private static Prices cheapest(List<List<SpotPrice>> lists) {
    var cheapest = new HashMap<String, Double>();
    for (var list : lists) {
      for (var price : list) {
        cheapest.merge(
            price.instanceTypeAsString(), Double.parseDouble(price.spotPrice()), Math::min);
      }
    }
    return new Prices(cheapest);
  }
}
