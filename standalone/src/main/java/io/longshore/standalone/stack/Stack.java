package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Supervised;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The whole stack on one machine: broker, database, world and the four services, each a supervised
 * process of its own.
 */
public final class Stack implements AutoCloseable {

  /** The name by which environments know the only cluster. */
  public static final String CLUSTER = "main";

  /** A namespace that is there for batch pods. */
  public static final String NAMESPACE = "batch";

  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration STOP = Duration.ofSeconds(15);

  private final DataFolder data;
  private final Ports ports;
  private final Broker broker;
  private final Database database;
  private final WorldProcess world;
  private final Services services;
  private final Endpoints endpoints;
  private final List<Supervised> started = new ArrayList<>();

  private Stack(StackSettings settings, DataFolder data, Ports ports, Announcer announcer) {
    this.data = data;
    this.ports = ports;
    this.broker = new Broker(data, ports, announcer);
    this.database = new Database(data, ports, announcer);
    this.world = new WorldProcess(settings, data, ports, announcer);
    this.services = new Services(settings, data, ports, database, announcer);
    this.endpoints = new Endpoints(ports);
  }

  /**
   * Starts everything and returns once all of it is ready. Where that fails, what was started is
   * stopped again.
   *
   * @throws IllegalStateException where something is not built or not ready in time
   */
  public static Stack start(
      StackSettings settings, DataFolder data, Ports ports, Announcer announcer) {
    var stack = new Stack(settings, data, ports, announcer);
    stack.services.check();
    try {
      stack.startAll();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Where it is to be found. */
  public Endpoints endpoints() {
    return endpoints;
  }

  /** The process of a service; the first where there are several. */
  public Supervised service(Service service) {
    return instances(service).getFirst();
  }

  /** All processes of a service. */
  public List<Supervised> instances(Service service) {
    return services.processes(service);
  }

  /** The ports of all that listens. */
  public Ports ports() {
    return ports;
  }

  /** A connection to the database as superuser, by no detour. */
  public Connection connect() throws SQLException {
    return database.connect(Database.NAME);
  }

  /** Takes all that the broker holds, as a lost disk does, and makes the topics anew. */
  public void wipeBroker(Duration patience) {
    broker.wipe(patience);
    createTopics();
  }

  /** Makes what is missing of the topics; the broker must be ready. */
  public void createTopics() {
    broker.create(Topics.all());
  }

  /** Deletes all topics under whoever uses them, and makes them anew. */
  public void recreateTopics(Duration patience) {
    broker.recreate(Topics.all(), patience);
  }

  /** The broker's process. */
  public Supervised broker() {
    return broker.process();
  }

  /** The database's process. */
  public Supervised database() {
    return database.process();
  }

  /** The world's process. */
  public Supervised world() {
    return world.process();
  }

  /** Stops all of it in good order: services first, so that none of them misses what it needs. */
  @Override
  public void close() {
    Endpoints.remove(data.path());
    var fundament = List.of(broker.process(), database.process(), world.process());
    stop(started.stream().filter(process -> !fundament.contains(process)).toList());
    stop(started.stream().filter(fundament::contains).toList());
  }

  private void startAll() {
    var fundament = List.of(database.process(), broker.process(), world.process());
    start(fundament);
    createTopics();
    database.create(Arrays.stream(Service.values()).map(Service::schema).toList());
    start(
        Arrays.stream(Service.values())
            .flatMap(service -> services.processes(service).stream())
            .toList());
    endpoints.write(data.path());
  }

  private void start(List<Supervised> processes) {
    for (var process : processes) {
      started.add(process.start());
    }
    for (var process : processes) {
      process.awaitReady(START);
    }
  }

  private static void stop(List<Supervised> processes) {
    var stopping =
        processes.stream()
            .map(process -> Thread.ofPlatform().start(() -> process.stop(STOP)))
            .toList();
    for (var thread : stopping) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // The pipes close with this process: nothing stays.
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
