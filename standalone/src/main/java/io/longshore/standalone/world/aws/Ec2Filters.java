package io.longshore.standalone.world.aws;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** EC2's filters: each must match, by any of its values, in which * and ? stand for anything. */
final class Ec2Filters {

  private Ec2Filters() {}

  /**
   * What tells whether a thing matches.
   *
   * @param values the values of a thing under a filter's name; null where there is no such filter
   */
  static <T> Predicate<T> parse(Params request, BiFunction<T, String, List<String>> values) {
    Predicate<T> all = _ -> true;
    for (Params filter : request.list("Filter")) {
      String name = filter.required("Name");
      List<Pattern> wanted = filter.strings("Value").stream().map(Ec2Filters::pattern).toList();
      all =
          all.and(
              thing -> {
                List<String> has = values.apply(thing, name);
                if (has == null) {
                  throw AwsException.invalid("The filter '%s' is invalid".formatted(name));
                }
                return has.stream()
                    .anyMatch(v -> wanted.stream().anyMatch(p -> p.matcher(v).matches()));
              });
    }
    return all;
  }

  /** The values of tags under {@code tag:KEY} and {@code tag-key}; null under other names. */
  static List<String> tags(Map<String, String> tags, String filter) {
    if (filter.equals("tag-key")) {
      return List.copyOf(tags.keySet());
    }
    if (filter.startsWith("tag:")) {
      String value = tags.get(filter.substring("tag:".length()));
      return value == null ? List.of() : List.of(value);
    }
    return null;
  }

  private static Pattern pattern(String text) {
    String quoted = Pattern.quote(text).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.compile(quoted);
  }
}
