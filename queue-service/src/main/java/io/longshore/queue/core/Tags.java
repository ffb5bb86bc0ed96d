package io.longshore.queue.core;

import io.longshore.kit.core.Refusal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Rules of tags (aws-batch section 4.1) and what tagging does to them. */
public final class Tags {

  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{N}\\p{Z}_.:/=+\\-@]*");

  private Tags() {}

  /** What is wrong with the tags at {@code field}, if anything. */
  public static Optional<Refusal> check(
      String field, Map<String, String> tags, Limits.Tagging limits) {
    var rules = new Rules().atMost(tags.size(), limits.tags(), field, "tags");
    for (var tag : new TreeMap<>(tags).entrySet()) {
      String at = field + "." + tag.getKey();
      rules
          .member(
              !tag.getKey().isEmpty() && tag.getKey().length() <= limits.keyLength(),
              at,
              "a tag's key holds 1 to " + limits.keyLength() + " characters")
          .member(
              tag.getValue().length() <= limits.valueLength(),
              at,
              "a tag's value holds at most " + limits.valueLength() + " characters")
          .member(
              !tag.getKey().regionMatches(true, 0, "aws:", 0, 4),
              at,
              "a tag's key does not begin with aws:")
          .member(
              ALLOWED.matcher(tag.getKey()).matches() && ALLOWED.matcher(tag.getValue()).matches(),
              at,
              "tags hold letters, digits, spaces and _ . : / = + - @");
    }
    return rules.refusal();
  }

  /** The tags after some were added or overwritten. */
  public static Verdict<Map<String, String>> add(
      Map<String, String> present, Map<String, String> added, Limits.Tagging limits) {
    var all = new TreeMap<>(present);
    all.putAll(added);
    return new Rules()
        .member(!added.isEmpty(), "tags", "tags are required")
        .and(() -> check("tags", added, limits))
        .and(() -> check("tags", all, limits))
        .verdict(() -> Map.copyOf(all));
  }

  /** The tags after some were taken away; unknown keys are ignored. */
  public static Verdict<Map<String, String>> remove(
      Map<String, String> present, Iterable<String> keys, Limits.Tagging limits) {
    var rest = new TreeMap<>(present);
    int count = 0;
    for (String key : keys) {
      rest.remove(key);
      count++;
    }
    return new Rules()
        .member(count > 0, "tagKeys", "tagKeys are required")
        .atMost(count, limits.tags(), "tagKeys", "keys")
        .verdict(() -> Map.copyOf(rest));
  }
}
