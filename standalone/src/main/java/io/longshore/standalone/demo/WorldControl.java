package io.longshore.standalone.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The world's own view of its instances, and the hand that takes one away. */
final class WorldControl {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String url;

  /**
   * Talks to a world.
   *
   * @param url where its controls listen
   */
  WorldControl(String url) {
    this.url = url;
  }

  /**
   * An instance, past or present.
   *
   * @param id EC2's id
   * @param market on-demand or spot
   * @param state EC2's state
   * @param vcpus what its type has
   * @param seconds for how long it has been paid for: from its launch to its end, or to now
   */
  record Instance(String id, String market, String state, int vcpus, double seconds) {

    /** Whether it is there, in whatever state. */
    boolean exists() {
      return !state.equals("terminated");
    }

    /** What it costs, in vCPU-seconds. */
    double paid() {
      return vcpus * seconds;
    }
  }

  /** All instances that there ever were. */
  List<Instance> instances() {
    var answer = send(request("/world/instances").GET().build());
    var instances = new ArrayList<Instance>();
    for (int i = 0; i < answer.getJsonArray("instances").size(); i++) {
      var json = answer.getJsonArray("instances").getJsonObject(i);
      instances.add(
          new Instance(
              json.getString("id"),
              json.getString("market"),
              json.getString("state"),
              json.getInteger("vcpus"),
              json.getDouble("seconds")));
    }
    return instances;
  }

  /** EC2 wants a Spot instance back: it gets its notice now. */
  void interrupt(String instance) {
    var unused =
        send(
            request("/world/interrupt?instance=" + instance)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
  }

  /** How many there are, by market. */
  String words() {
    var instances = instances();
    return Stream.of("on-demand", "spot")
        .map(
            market ->
                instances.stream().filter(i -> i.exists() && i.market().equals(market)).count()
                    + " "
                    + market)
        .reduce((one, other) -> one + ", " + other)
        .orElseThrow()
        .toLowerCase(Locale.ROOT);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE);
  }

  private JsonObject send(HttpRequest request) {
    try {
      var answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(request.uri() + " answers " + answer.body());
      }
      return new JsonObject(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
