package io.longshore.standalone.world.node;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the bootstrap command was called with, in the words of EKS's {@code bootstrap.sh}.
 *
 * @param cluster the cluster to join
 * @param labels of {@code --node-labels}
 * @param taints of {@code --register-with-taints}
 */
record JoinRequest(String cluster, Map<String, String> labels, List<JsonObject> taints) {

  private static final String EXTRA = "--kubelet-extra-args";

  /** bootstrap.sh's other options, each with a value; they change nothing here. */
  private static final Set<String> IGNORED =
      Set.of(
          "--use-max-pods",
          "--b64-cluster-ca",
          "--apiserver-endpoint",
          "--aws-api-retry-attempts",
          "--docker-config-json",
          "--dns-cluster-ip",
          "--pause-container-account",
          "--pause-container-version",
          "--container-runtime",
          "--ip-family",
          "--service-ipv6-cidr",
          "--local-disks",
          "--cluster-id",
          "--enable-local-outpost",
          "--mount-bpf-fs");

  /** Reads the arguments; what bootstrap.sh would not take is refused. */
  static JoinRequest parse(List<String> arguments) {
    String cluster = "";
    String kubelet = "";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      boolean takesValue = argument.equals(EXTRA) || IGNORED.contains(argument);
      if (takesValue && i + 1 == arguments.size()) {
        throw new IllegalArgumentException(argument + " needs a value");
      }
      if (argument.equals(EXTRA)) {
        kubelet = arguments.get(++i);
      } else if (takesValue) {
        i++;
      } else if (argument.startsWith("-") || !cluster.isEmpty()) {
        throw new IllegalArgumentException("unknown argument " + argument);
      } else {
        cluster = argument;
      }
    }
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException("cluster name is not defined");
    }
    return new JoinRequest(
        cluster,
        labels(option(kubelet, "--node-labels")),
        taints(option(kubelet, "--register-with-taints")));
  }

  private static String option(String arguments, String name) {
    String value = "";
    String[] words = arguments.strip().split("\\s+");
    for (int i = 0; i < words.length; i++) {
      if (words[i].startsWith(name + "=")) {
        value = words[i].substring(name.length() + 1);
      } else if (words[i].equals(name) && i + 1 < words.length) {
        value = words[++i];
      }
    }
    return value;
  }

  private static Map<String, String> labels(String text) {
    var labels = new LinkedHashMap<String, String>();
    for (String label : parts(text)) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("no label: " + label);
      }
      labels.put(label.substring(0, equals), label.substring(equals + 1));
    }
    return labels;
  }

  private static List<JsonObject> taints(String text) {
    var taints = new ArrayList<JsonObject>();
    for (String taint : parts(text)) {
      int colon = taint.lastIndexOf(':');
      String effect = taint.substring(colon + 1);
      if (colon < 1 || !Set.of("NoSchedule", "PreferNoSchedule", "NoExecute").contains(effect)) {
        throw new IllegalArgumentException("no taint: " + taint);
      }
      String pair = taint.substring(0, colon);
      int equals = pair.indexOf('=');
      var json = new JsonObject().put("key", equals < 0 ? pair : pair.substring(0, equals));
      if (equals >= 0 && equals < pair.length() - 1) {
        json.put("value", pair.substring(equals + 1));
      }
      taints.add(json.put("effect", effect));
    }
    return taints;
  }

  private static List<String> parts(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }
}
