package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Rules;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rules of a container's limits and requests (aws-batch section 3.4). */
final class AmountRules {

  private AmountRules() {}

  static Optional<Refusal> check(
      Pod.Amounts amounts, String at, boolean required, Limits.Definitions limits) {
    var rules = new Rules();
    values(amounts.limits(), at + ".limits", rules, limits);
    values(amounts.requests(), at + ".requests", rules, limits);
    if (rules.ok()) {
      pairs(amounts, at, rules);
    }
    if (required) {
      for (String resource : new String[] {Quantities.CPU, Quantities.MEMORY}) {
        rules.member(
            amounts.limits().containsKey(resource) || amounts.requests().containsKey(resource),
            at,
            resource + " must be provided in limits or requests.");
      }
    }
    return rules.refusal();
  }

  private static void values(
      Map<String, String> amounts, String at, Rules rules, Limits.Definitions limits) {
    for (var amount : new TreeMap<>(amounts).entrySet()) {
      String resource = amount.getKey();
      String value = amount.getValue();
      String field = at + "." + resource;
      rules.member(
          Quantities.SUPPORTED.contains(resource),
          field,
          resource + " is not a supported type for resources.");
      switch (resource) {
        case Quantities.CPU ->
            rules.member(
                Quantities.cpuIsRight(value),
                field,
                "Value "
                    + value
                    + " for type cpu in resources is not valid. Provide a valid number and unit.");
        case Quantities.MEMORY ->
            rules.member(
                Quantities.memoryIsRight(value, limits.minMemoryMib()),
                field,
                "Value " + value + " for type memory is not valid.");
        default ->
            rules.member(
                Quantities.gpuIsRight(value),
                field,
                "Value " + value + " for type nvidia.com/gpu in resources is not valid.");
      }
    }
  }

  private static void pairs(Pod.Amounts amounts, String at, Rules rules) {
    String cpuRequest = amounts.requests().get(Quantities.CPU);
    String cpuLimit = amounts.limits().get(Quantities.CPU);
    rules
        .member(
            cpuRequest == null
                || cpuLimit == null
                || new BigDecimal(cpuRequest).compareTo(new BigDecimal(cpuLimit)) <= 0,
            at + ".requests.cpu",
            "cpu request must be <= to cpu limit if both are provided.")
        .member(
            equal(amounts, Quantities.MEMORY),
            at + ".requests.memory",
            "memory request must be equal to memory limit if both are provided.")
        .member(
            equal(amounts, Quantities.GPU),
            at + ".requests.nvidia.com/gpu",
            "gpu request must be equal to gpu limit if both are provided.");
  }

  private static boolean equal(Pod.Amounts amounts, String resource) {
    String request = amounts.requests().get(resource);
    String limit = amounts.limits().get(resource);
    return request == null || limit == null || request.equals(limit);
  }
}
