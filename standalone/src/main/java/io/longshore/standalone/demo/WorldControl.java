package io.longshore.standalone.demo;

import io.longshore.standalone.world.fault.Faults;
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

/** The world's own view of its instances, and the hand that takes one away or lets calls fail. */
public final class WorldControl {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final String url;

  /**
   * Talks to a world.
   *
   * @param url where its controls listen
   */
  public WorldControl(String url) {
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
  public record Instance(String id, String market, String state, int vcpus, double seconds) {

    /** Whether it is there, in whatever state. */
    public boolean exists() {
      return !state.equals("terminated");
    }

    /** What it costs, in vCPU-seconds. */
    double paid() {
      return vcpus * seconds;
    }
  }

  /** All instances that there ever were. */
  public List<Instance> instances() {
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
  public void interrupt(String instance) {
    var unused =
        send(
            request("/world/interrupt?instance=" + instance)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
  }

  /** Names of all pods that there are. */
  public List<String> pods() {
    var pods = send(request("/world/snapshot").GET().build()).getJsonArray("pods");
    var names = new ArrayList<String>();
    for (int i = 0; i < pods.size(); i++) {
      names.add(pods.getJsonObject(i).getString("name"));
    }
    return names;
  }

  /** The Kubernetes API forgets the history of watches: who was away must list anew. */
  public void compact() {
    var unused = send(request("/world/compact").POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /** From now on an API answers some calls with this fault. */
  public void add(Faults.Fault fault) {
    var json =
        new JsonObject()
            .put("surface", fault.surface().name())
            .put("mode", fault.mode().name())
            .put("status", fault.status())
            .put("code", fault.code())
            .put("match", fault.match())
            .put("rate", fault.rate())
            .put("calls", fault.calls());
    var body = HttpRequest.BodyPublishers.ofString(json.encode());
    var unused = send(request("/world/faults").POST(body).build());
  }

  /** All APIs answer as they should again. */
  public void calm() {
    var unused = send(request("/world/faults").DELETE().build());
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
