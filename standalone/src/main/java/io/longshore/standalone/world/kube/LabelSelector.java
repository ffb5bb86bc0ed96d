package io.longshore.standalone.world.kube;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A label selector as requests carry it: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}. */
final class LabelSelector {

  private static final Pattern SET =
      Pattern.compile("([^\\s!=,()]+)\\s+(in|notin)\\s+\\(([^()]*)\\)");
  private static final Pattern EQUALITY =
      Pattern.compile("([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)");
  private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s!=,()]+)");

  private LabelSelector() {}

  /** What tells whether labels match. */
  static Predicate<JsonObject> parse(String text) {
    var requirements = new ArrayList<Predicate<JsonObject>>();
    for (String part : split(text)) {
      requirements.add(requirement(part.strip()));
    }
    return labels -> requirements.stream().allMatch(r -> r.test(labels));
  }

  private static List<String> split(String text) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    if (!text.isBlank()) {
      parts.add(text.substring(from));
    }
    return parts;
  }

  private static Predicate<JsonObject> requirement(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      String key = key(set.group(1), part);
      Set<String> values = new HashSet<>(List.of(set.group(3).strip().split("\\s*,\\s*")));
      return set.group(2).equals("in")
          ? labels -> values.contains(labels.getString(key))
          : labels -> !labels.containsKey(key) || !values.contains(labels.getString(key));
    }
    Matcher equality = EQUALITY.matcher(part);
    if (equality.matches()) {
      String key = key(equality.group(1), part);
      String value = equality.group(3);
      return equality.group(2).equals("!=")
          ? labels -> !value.equals(labels.getString(key))
          : labels -> value.equals(labels.getString(key));
    }
    Matcher exists = EXISTS.matcher(part);
    if (exists.matches()) {
      String key = key(exists.group(2), part);
      boolean wanted = exists.group(1).isEmpty();
      return labels -> labels.containsKey(key) == wanted;
    }
    throw ApiException.badRequest("unable to parse requirement: " + part);
  }

  private static String key(String key, String part) {
    if (!Names.isQualified(key)) {
      throw ApiException.badRequest("unable to parse requirement: " + part + ": bad label key");
    }
    return key;
  }
}
