package io.longshore.queue.core.definition;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parameters and their references {@code Ref::name} in commands and arguments. A reference without
 * a value does not refuse the submission: as on AWS the job fails when its turn comes.
 */
public final class Parameters {

  private static final Pattern REFERENCE = Pattern.compile("Ref::([a-zA-Z0-9_-]+)");

  private Parameters() {}

  /**
   * What substitution came to.
   *
   * @param pod the pod; references without value stand as they were
   * @param failure why the job can never be dispatched, null where it can
   */
  public record Substituted(Pod pod, @Nullable String failure) {}

  /** A definition's defaults with a submission's values over them. */
  public static Map<String, String> merge(
      Map<String, String> defaults, Map<String, String> submitted) {
    var merged = new HashMap<>(defaults);
    merged.putAll(submitted);
    return Map.copyOf(merged);
  }

  /** The pod with every reference replaced. */
  public static Substituted substitute(Pod pod, Map<String, String> parameters) {
    var missing = new ArrayList<String>();
    var containers = pod.containers().stream().map(c -> replace(c, parameters, missing)).toList();
    var init = pod.initContainers().stream().map(c -> replace(c, parameters, missing)).toList();
    var replaced =
        new Pod(pod.dnsPolicy(), containers, init, pod.volumes(), pod.metadata(), pod.security());
    return new Substituted(
        replaced,
        missing.isEmpty()
            ? null
            : "Unable to substitute value. No parameter found for reference " + missing.getFirst());
  }

  private static Pod.Container replace(
      Pod.Container container, Map<String, String> parameters, List<String> missing) {
    return container.withCommand(
        container.command().stream().map(word -> replace(word, parameters, missing)).toList(),
        container.args().stream().map(word -> replace(word, parameters, missing)).toList());
  }

  private static String replace(String word, Map<String, String> parameters, List<String> missing) {
    if (!word.contains("Ref::")) {
      return word;
    }
    return REFERENCE
        .matcher(word)
        .replaceAll(
            found -> {
              String value = parameters.get(found.group(1));
              if (value == null) {
                missing.add(found.group(1));
              }
              return Matcher.quoteReplacement(value == null ? found.group() : value);
            });
  }
}
