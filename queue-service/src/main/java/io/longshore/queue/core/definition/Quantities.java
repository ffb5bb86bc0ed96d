package io.longshore.queue.core.definition;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Amounts as AWS Batch accepts them for pods, which is narrower than Kubernetes: cpu in whole vCPUs
 * or quarters without unit, memory in whole Mi, GPUs whole. The conversions give 0 for an empty
 * string and take for granted that the checks have passed.
 */
final class Quantities {

  static final String CPU = "cpu";
  static final String MEMORY = "memory";
  static final String GPU = "nvidia.com/gpu";

  /** The resources that a container may name. */
  static final Set<String> SUPPORTED = Set.of(CPU, MEMORY, GPU);

  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
  private static final Pattern MEBIBYTES = Pattern.compile("[0-9]{1,12}Mi");
  private static final Pattern WHOLE = Pattern.compile("[0-9]{1,9}");
  private static final BigDecimal QUARTER = new BigDecimal("0.25");

  private Quantities() {}

  static boolean cpuIsRight(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return false;
    }
    var value = new BigDecimal(text);
    return value.signum() > 0 && value.remainder(QUARTER).signum() == 0;
  }

  static boolean memoryIsRight(String text, int minMib) {
    return MEBIBYTES.matcher(text).matches() && mib(text) >= minMib;
  }

  static boolean gpuIsRight(String text) {
    return WHOLE.matcher(text).matches() && Integer.parseInt(text) >= 1;
  }

  static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches();
  }

  static boolean isDecimal(String text) {
    return DECIMAL.matcher(text).matches();
  }

  static long millis(String cpu) {
    return cpu.isEmpty() ? 0 : new BigDecimal(cpu).movePointRight(3).longValue();
  }

  static long bytes(String memory) {
    return memory.isEmpty() ? 0 : mib(memory) * 1024 * 1024;
  }

  static long count(String gpus) {
    return gpus.isEmpty() ? 0 : Long.parseLong(gpus);
  }

  private static long mib(String memory) {
    return Long.parseLong(memory.substring(0, memory.length() - "Mi".length()));
  }
}
