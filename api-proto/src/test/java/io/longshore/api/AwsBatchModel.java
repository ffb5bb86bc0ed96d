package io.longshore.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** AWS Batch's operations, structures and enums, as {@code aws-batch-model.txt} lists them. */
record AwsBatchModel(List<Operation> operations, List<Structure> structures, List<Literals> enums) {

  /** An operation and the names of its input and output structures. */
  record Operation(String name, String input, String output) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A structure and its members, each written {@code name:type}. */
  record Structure(String name, List<String> members) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An enum and its literals. */
  record Literals(String name, List<String> values) {
    @Override
    public String toString() {
      return name;
    }
  }

  static AwsBatchModel read() {
    var model = new AwsBatchModel(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (var in =
            Objects.requireNonNull(
                AwsBatchModel.class.getResourceAsStream("/aws-batch-model.txt"));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      reader.lines().filter(line -> !line.startsWith("#")).forEach(model::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return model;
  }

  private void add(String line) {
    var colon = line.indexOf(':');
    var head = line.substring(0, colon).split(" ", -1);
    var body = line.substring(colon + 1).strip();
    switch (head[0]) {
      case "Operation" -> operations.add(operation(head[1], body));
      case "Structure" -> structures.add(new Structure(head[1], list(body)));
      case "Enum" -> enums.add(new Literals(head[1], list(body)));
      default -> throw new IllegalArgumentException("not a line of the model: " + line);
    }
  }

  private static Operation operation(String name, String body) {
    var parts = body.split("; ", -1);
    return new Operation(
        name, parts[0].substring("input ".length()), parts[1].substring("output ".length()));
  }

  private static List<String> list(String body) {
    return body.isEmpty() ? List.of() : List.of(body.split(", ", -1));
  }
}
