package io.longshore.standalone.world.kube;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads Kubernetes quantities: {@code 500m}, {@code 2}, {@code 1.5Gi}, {@code 1e3}. */
public final class Quantities {

  private static final Pattern SHAPE =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([eE][+-]?\\d+|[numkMGTPE]|[KMGTPE]i)?");
  private static final Map<String, BigDecimal> FACTORS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.valueOf(1_000L)),
          Map.entry("M", BigDecimal.valueOf(1_000_000L)),
          Map.entry("G", BigDecimal.valueOf(1_000_000_000L)),
          Map.entry("T", BigDecimal.valueOf(1_000_000_000_000L)),
          Map.entry("P", BigDecimal.valueOf(1_000_000_000_000_000L)),
          Map.entry("E", BigDecimal.valueOf(1_000_000_000_000_000_000L)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantities() {}

  /** The quantity's value, if it is one; numbers count as their text. */
  public static Optional<BigDecimal> parse(Object quantity) {
    var match = SHAPE.matcher(String.valueOf(quantity));
    if (!match.matches()) {
      return Optional.empty();
    }
    String suffix = match.group(2);
    if (suffix == null) {
      return Optional.of(new BigDecimal(match.group(1)));
    }
    BigDecimal factor = FACTORS.get(suffix);
    return Optional.of(
        factor == null
            ? new BigDecimal(match.group(1) + suffix)
            : new BigDecimal(match.group(1)).multiply(factor));
  }

  /** The quantity in thousandths, rounded up as Kubernetes does. */
  public static long millis(Object quantity) {
    return parse(quantity)
        .orElseThrow(() -> new IllegalArgumentException("no quantity: " + quantity))
        .movePointRight(3)
        .setScale(0, RoundingMode.CEILING)
        .longValueExact();
  }
}
