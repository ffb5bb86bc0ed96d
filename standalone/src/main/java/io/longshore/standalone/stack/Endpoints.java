package io.longshore.standalone.stack;

import io.longshore.standalone.stack.Ports.Listener;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where a running stack is to be found, as a file that the command and other tools read. */
public final class Endpoints {

  private static final String FILE = "endpoints.json";

  private final Ports ports;

  Endpoints(Ports ports) {
    this.ports = ports;
  }

  /** queue-service's gRPC, as {@code host:port}. */
  public String grpc() {
    return ports.address(Listener.QUEUE);
  }

  /** Kafka's bootstrap server, as {@code host:port}. */
  public String kafka() {
    return ports.address(Listener.BROKER);
  }

  /** The world's controls and AWS APIs. */
  public String aws() {
    return "http://" + ports.address(Listener.WORLD_AWS);
  }

  /** The world's Kubernetes API. */
  public String kubernetes() {
    return "http://" + ports.address(Listener.WORLD_KUBERNETES);
  }

  /** Writes {@code endpoints.json}, whole or not at all. */
  void write(Path folder) {
    var metrics = new JsonObject();
    for (var service : Service.values()) {
      metrics.put(service.module(), "http://" + ports.address(service.listener()) + "/q/metrics");
    }
    var json =
        new JsonObject()
            .put("grpc", grpc())
            .put("kafka", kafka())
            .put("postgresql", "postgresql://" + ports.address(Listener.DATABASE) + "/longshore")
            .put("kubernetes", kubernetes())
            .put("aws", aws())
            .put("metrics", metrics);
    try {
      var next = folder.resolve(FILE + ".next");
      Files.writeString(next, json.encodePrettily() + "\n");
      Files.move(
          next,
          folder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nothing is to be found here any longer. */
  static void remove(Path folder) {
    DataFolder.delete(folder.resolve(FILE));
  }
}
