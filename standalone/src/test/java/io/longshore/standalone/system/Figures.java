package io.longshore.standalone.system;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a test has measured, in a file of its own that outlives the run. */
final class Figures {

  private static final Path FOLDER = Path.of("target", "reliability");

  private Figures() {}

  /**
   * Writes them.
   *
   * @param line the same in words, for whoever reads what the tests say
   */
  static void write(String test, String line, JsonObject figures) throws IOException {
    Files.createDirectories(FOLDER);
    var all = new JsonObject().put("test", test).put("line", line).mergeIn(figures);
    Files.writeString(FOLDER.resolve(test + ".json"), all.encodePrettily() + "\n");
  }
}
