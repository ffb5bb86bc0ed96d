package io.longshore.queue.core.definition;

import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Namespaces;
import io.longshore.queue.core.Rules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules of a pod's labels, annotations and namespace. */
final class Metadata {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?");
  private static final List<String> RESERVED =
      List.of("kubernetes.io", "k8s.io", "batch.amazonaws.com");
  private static final int MAX_PREFIX_LENGTH = 253;

  private final Limits limits;
  private final Rules rules = new Rules();

  private Metadata(Limits limits) {
    this.limits = limits;
  }

  static Optional<Refusal> check(Pod.Metadata metadata, String at, Limits limits) {
    return new Metadata(limits).check(metadata, at);
  }

  private Optional<Refusal> check(Pod.Metadata metadata, String at) {
    int longest = limits.definitions().annotationLength();
    keys(metadata.labels(), "label", at + ".labels");
    for (var label : new TreeMap<>(metadata.labels()).entrySet()) {
      rules.member(
          LABEL_VALUE.matcher(label.getValue()).matches(),
          at + ".labels." + label.getKey(),
          "The value " + label.getValue() + " of the pod label does not match a valid pattern.");
    }
    keys(metadata.annotations(), "annotation", at + ".annotations");
    for (var annotation : new TreeMap<>(metadata.annotations()).entrySet()) {
      rules.member(
          annotation.getValue().length() <= longest,
          at + ".annotations." + annotation.getKey(),
          "The value of a pod annotation has at most " + longest + " characters.");
    }
    String namespace = metadata.namespace();
    if (namespace != null) {
      int most = limits.registry().namespaceLength();
      rules.and(() -> Namespaces.check(namespace, "namespace", at + ".namespace", most));
    }
    return rules.refusal();
  }

  private void keys(Map<String, String> map, String kind, String at) {
    for (String key : new TreeMap<>(map).keySet()) {
      int slash = key.lastIndexOf('/');
      String prefix = slash < 0 ? "" : key.substring(0, slash);
      String name = key.substring(slash + 1);
      rules
          .member(
              NAME.matcher(name).matches(),
              at + "." + key,
              "The name " + name + " of the pod " + kind + " key does not match a valid pattern.")
          .member(
              slash < 0
                  || (prefix.length() <= MAX_PREFIX_LENGTH && PREFIX.matcher(prefix).matches()),
              at + "." + key,
              "The prefix "
                  + prefix
                  + " of the pod "
                  + kind
                  + " key does not match a valid pattern.")
          .member(
              !reserved(prefix),
              at + "." + key,
              "The prefix "
                  + prefix
                  + " of the pod "
                  + kind
                  + " key cannot contain terms from the Kubernetes reserved namespaces.");
    }
  }

  private boolean reserved(String prefix) {
    return Stream.concat(RESERVED.stream(), Stream.of(limits.definitions().labelPrefix()))
        .anyMatch(term -> prefix.equals(term) || prefix.endsWith("." + term));
  }
}
