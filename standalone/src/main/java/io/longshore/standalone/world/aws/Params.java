package io.longshore.standalone.world.aws;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Parameters of AWS's query protocol: a flat map of dotted names, in which lists are numbered from
 * 1 ({@code Filter.1.Value.2}; Auto Scaling puts {@code member} before the number).
 */
public final class Params {

  private final TreeMap<String, String> values;

  private Params(TreeMap<String, String> values) {
    this.values = values;
  }

  /** From name and value pairs. */
  public static Params of(Iterable<Map.Entry<String, String>> entries) {
    var values = new TreeMap<String, String>();
    entries.forEach(e -> values.put(e.getKey(), e.getValue()));
    return new Params(values);
  }

  static Params read(JsonObject json) {
    var values = new TreeMap<String, String>();
    json.forEach(e -> values.put(e.getKey(), (String) e.getValue()));
    return new Params(values);
  }

  JsonObject json() {
    var json = new JsonObject();
    values.forEach(json::put);
    return json;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** A value that is there and not empty. */
  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
  }

  String get(String name, String otherwise) {
    return find(name).orElse(otherwise);
  }

  String required(String name) {
    return find(name).orElseThrow(() -> AwsException.missing(name));
  }

  Optional<Integer> number(String name) {
    return find(name)
        .map(
            text -> {
              try {
                return Integer.valueOf(text);
              } catch (NumberFormatException e) {
                throw AwsException.invalid(
                    "Value (%s) for parameter %s is invalid".formatted(text, name));
              }
            });
  }

  boolean flag(String name, boolean otherwise) {
    return find(name).map(Boolean::parseBoolean).orElse(otherwise);
  }

  /** What stands below a name. */
  Params under(String name) {
    var below = new TreeMap<String, String>();
    String head = name + ".";
    values
        .tailMap(head)
        .forEach(
            (key, value) -> {
              if (key.startsWith(head)) {
                below.put(key.substring(head.length()), value);
              }
            });
    return new Params(below);
  }

  /** The items of a list of structures. */
  List<Params> list(String name) {
    var items = new ArrayList<Params>();
    for (int i = 1; ; i++) {
      Params item = under(name + "." + i);
      if (item.isEmpty()) {
        return items;
      }
      items.add(item);
    }
  }

  /** The items of a list of plain values. */
  List<String> strings(String name) {
    var items = new ArrayList<String>();
    for (int i = 1; values.containsKey(name + "." + i); i++) {
      items.add(values.get(name + "." + i));
    }
    return items;
  }

  /** The first parts of all names, in their order. */
  List<String> heads() {
    return values.keySet().stream().map(k -> k.split("\\.")[0]).distinct().toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Params p && p.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
