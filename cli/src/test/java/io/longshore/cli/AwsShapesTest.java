package io.longshore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.longshore.cli.AwsJson.Members;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every structure that is written has AWS's members with AWS's types, by AWS's own list of them.
 */
class AwsShapesTest {
  private static final int DEPTH = 12;
  private static final Map<String, Map<String, String>> STRUCTURES = new LinkedHashMap<>();
  private static final Map<String, List<String>> ENUMS = new LinkedHashMap<>();

  static {
    try (Stream<String> lines = Files.lines(model())) {
      lines.filter(line -> !line.startsWith("#")).forEach(AwsShapesTest::learn);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path model() {
    return Path.of(
        System.getProperty("longshore.root"), "api-proto/src/test/resources/aws-batch-model.txt");
  }

  private static void learn(String line) {
    String[] parts = line.split(":", 2);
    String[] head = parts[0].split(" ", -1);
    List<String> body =
        parts[1].isBlank() ? List.of() : Arrays.asList(parts[1].strip().split(", ", -1));
    if (head[0].equals("Enum")) {
      ENUMS.put(head[1], body);
    } else if (head[0].equals("Structure")) {
      var members = new LinkedHashMap<String, String>();
      body.forEach(one -> members.put(one.split(":", 2)[0], one.split(":", 2)[1]));
      STRUCTURES.put(head[1], members);
    }
  }

  static Stream<String> structures() {
    return STRUCTURES.keySet().stream().filter(name -> Messages.all().containsKey(name));
  }

  @ParameterizedTest
  @MethodSource("structures")
  void aFullMessageIsAwsShape(String name) {
    var message = Messages.full(Messages.all().get(name), DEPTH);
    check(name, JsonParser.parseString(AwsJson.write(message, Members.AWS)), name, DEPTH);
  }

  private static void check(String type, JsonElement json, String at, int depth) {
    if (depth == 0) {
      return;
    }
    if (type.startsWith("list<")) {
      json.getAsJsonArray().forEach(one -> check(inner(type), one, at + "[]", depth));
    } else if (type.startsWith("map<")) {
      String value = inner(type).split(",", 2)[1];
      json.getAsJsonObject()
          .asMap()
          .values()
          .forEach(one -> check(value.strip(), one, at + "{}", depth));
    } else if (STRUCTURES.containsKey(type)) {
      structure(STRUCTURES.get(type), json.getAsJsonObject(), at, depth);
    } else {
      scalar(type, json.getAsJsonPrimitive(), at);
    }
  }

  private static void structure(
      Map<String, String> members, JsonObject json, String at, int depth) {
    if (depth > 1) {
      assertThat(json.keySet()).as(at).containsExactlyInAnyOrderElementsOf(members.keySet());
    }
    json.asMap()
        .forEach(
            (name, value) ->
                check(members.getOrDefault(name, "?"), value, at + "." + name, depth - 1));
  }

  private static void scalar(String type, JsonPrimitive json, String at) {
    switch (type) {
      case "string" -> assertThat(json.isString()).as(at).isTrue();
      case "boolean" -> assertThat(json.isBoolean()).as(at).isTrue();
      case "integer", "long" -> assertThat(json.toString()).as(at).matches("-?\\d+");
      case "float", "double" -> assertThat(json.isNumber()).as(at).isTrue();
      default -> assertThat(ENUMS.get(type)).as(at + ": " + type).contains(json.getAsString());
    }
  }

  private static String inner(String type) {
    return type.substring(type.indexOf('<') + 1, type.length() - 1);
  }
}
