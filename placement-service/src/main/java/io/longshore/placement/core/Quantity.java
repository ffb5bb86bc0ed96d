package io.longshore.placement.core;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Kubernetes' quantities: a decimal number with a decimal, binary or exponent suffix. */
public final class Quantity {

  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("1e-9")),
          Map.entry("u", new BigDecimal("1e-6")),
          Map.entry("m", new BigDecimal("1e-3")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", new BigDecimal("1e3")),
          Map.entry("M", new BigDecimal("1e6")),
          Map.entry("G", new BigDecimal("1e9")),
          Map.entry("T", new BigDecimal("1e12")),
          Map.entry("P", new BigDecimal("1e15")),
          Map.entry("E", new BigDecimal("1e18")),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

  private Quantity() {}

  /** The quantity in whole units, rounded up as Kubernetes rounds. */
  public static long units(String quantity) {
    return parse(quantity).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** The quantity in thousandths, rounded up. */
  public static long millis(String quantity) {
    return parse(quantity).movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal parse(String quantity) {
    int end = quantity.length();
    while (end > 0 && Character.isLetter(quantity.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = SUFFIXES.get(quantity.substring(end));
    if (end == 0 || factor == null) {
      throw new IllegalArgumentException("not a Kubernetes quantity: " + quantity);
    }
    // "1e3" and "1E3" end in a digit, so the exponent is the number's own.
    return new BigDecimal(quantity.substring(0, end)).multiply(factor);
  }
}
