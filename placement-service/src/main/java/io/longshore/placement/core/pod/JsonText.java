package io.longshore.placement.core.pod;

import java.util.Map;
import java.util.stream.Collectors;

/** A flat JSON object of strings, for annotations. */
final class JsonText {

  private JsonText() {}

  static String object(Map<String, String> entries) {
    return entries.entrySet().stream()
        .map(e -> string(e.getKey()) + ":" + string(e.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String string(String s) {
    var out = new StringBuilder(s.length() + 2).append('"');
    s.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                  if (c < 0x20) {
                    out.append(String.format("\\u%04x", c));
                  } else {
                    out.append((char) c);
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
