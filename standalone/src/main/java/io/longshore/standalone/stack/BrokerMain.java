package io.longshore.standalone.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Runs one Kafka broker in KRaft mode; formats its folder at the first start. */
final class BrokerMain {

  private BrokerMain() {}

  /** Takes the path of the broker's properties, its data folder and its cluster's id. */
  public static void main(String[] arguments) throws IOException {
    var properties = arguments[0];
    var data = Path.of(arguments[1]);
    if (!Files.exists(data.resolve("meta.properties"))) {
      Files.createDirectories(data);
      int code =
          StorageTool.execute(
              new String[] {"format", "-t", arguments[2], "-c", properties, "--ignore-formatted"},
              System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(List.of(properties).toArray(String[]::new));
  }
}
