package io.longshore.standalone.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param name for people: "broker"
 * @param words the program and its arguments
 * @param environment its whole environment; nothing of ours is handed on
 * @param directory its working directory
 * @param log file that its output is appended to
 */
public record Command(
    String name, List<String> words, Map<String, String> environment, Path directory, Path log) {

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
