package io.longshore.standalone.chaos;

import io.longshore.standalone.chaos.Findings.Problem;
import io.longshore.standalone.demo.Api;
import io.longshore.standalone.demo.Wait;
import io.longshore.standalone.demo.WorldControl;
import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.DataFolder;
import io.longshore.standalone.stack.Ports;
import io.longshore.standalone.stack.Ports.Listener;
import io.longshore.standalone.stack.Service;
import io.longshore.standalone.stack.Stack;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Steady work on a stack of its own while everything that can fail does, and what came of it. */
public final class Chaos {

  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(15);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
  private static final Duration ALL_BACK = Duration.ofSeconds(180);

  /** Release of idle instances: their delay, a pass and their shutting down. */
  private static final Duration CLEARED = Duration.ofSeconds(90);

  private final Settings settings;
  private final DataFolder data;
  private final Announcer announcer;
  private Instant begun = Instant.now();
  private Instant nextLine = begun;
  private Instant nextTry = begun;

  /**
   * Does nothing yet.
   *
   * @param data its folder, which is cleared
   */
  public Chaos(Settings settings, DataFolder data, Announcer announcer) {
    this.settings = settings;
    this.data = data;
    this.announcer = announcer;
  }

  /** Runs it all. */
  public Report run() {
    data.clear();
    var ledger = new Ledger(data.folder("work"));
    var direct = Ports.anyFree();
    var between = Ports.anyFree();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      var relays = relays(vertx, direct, between);
      try (var stack =
              Stack.start(settings.stack(), data, direct.through(routes(between)), announcer);
          var client = new Client(endpoints(stack));
          var leases = new Leases(stack)) {
        return onStack(stack, client, leases, relays, ledger);
      }
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private Report onStack(
      Stack stack, Client client, Leases leases, Map<Link, Relay> relays, Ledger ledger) {
    try (var api = new Api(stack.endpoints().grpc())) {
      new Setup(api, ledger).make();
    }
    begun = Instant.now();
    nextLine = begun;
    var work = new Work(client, ledger, settings.seed());
    try (var hand = new Hand(stack, relays, leases, announcer)) {
      strike(hand, work, ledger);
      announcer.say("chaos", "no more faults; everything must end now");
      hand.calm();
      processes(stack).forEach(process -> process.awaitStarted(1, ALL_BACK));
      var world = new WorldControl(stack.endpoints().aws());
      world.calm();
      work.end(ALL_BACK);
      var seen = settle(client, work);
      var findings = Checker.check(work.units(), seen, ledger.lines());
      work.refused().forEach(words -> findings.add(Problem.REFUSED, words));
      ledger.unreadable().forEach(words -> findings.add(Problem.UNREADABLE, words));
      if (findings.of(Problem.STUCK).isEmpty()) {
        left(world).forEach(words -> findings.add(Problem.LEFT, words));
      }
      untried(hand).forEach(words -> findings.add(Problem.UNTRIED, words));
      quarantined(stack).forEach(words -> findings.add(Problem.QUARANTINED, words));
      return Report.of(settings, work, ledger.lines(), hand.struck(), leases, findings);
    }
  }

  private void strike(Hand hand, Work work, Ledger ledger) {
    for (var strike : Schedule.of(settings.seed(), settings.length())) {
      rest(begun.plus(strike.at()), hand, work, ledger);
      hand.strike(strike.fault());
    }
    rest(begun.plus(settings.length()), hand, work, ledger);
  }

  private List<String> untried(Hand hand) {
    var kinds = hand.struck().stream().map(Hand.Struck::kind).toList();
    return Schedule.missing(settings.length(), kinds).stream()
        .map(kind -> kind + " never struck")
        .toList();
  }

  /** Waits, says a line now and then, and tries again what could not be done before. */
  private void rest(Instant until, Hand hand, Work work, Ledger ledger) {
    while (Instant.now().isBefore(until)) {
      if (Instant.now().isAfter(nextLine)) {
        progress(work, ledger);
        nextLine = nextLine.plus(BETWEEN_LINES);
      }
      if (Instant.now().isAfter(nextTry)) {
        hand.again();
        nextTry = Instant.now().plus(BETWEEN_TRIES);
      }
      Wait.pause(Duration.ofMillis(100));
    }
  }

  private void progress(Work work, Ledger ledger) {
    announcer.say(
        "chaos",
        "%d jobs acknowledged, %d lines in the ledger, %d done"
            .formatted(work.acknowledged(), ledger.lines().size(), ledger.done()));
  }

  /** Asks until everything has ended, or time is up. */
  private Map<String, Seen> settle(Client client, Work work) {
    var deadline = Instant.now().plus(settings.settle());
    var ids = work.units().stream().map(Unit::id).toList();
    var ended = client.see(ids);
    while (true) {
      var open = open(ids, ended);
      if (open.isEmpty() || Instant.now().isAfter(deadline)) {
        return ended;
      }
      announcer.say("chaos", open.size() + " of " + ids.size() + " have not ended");
      Wait.pause(TICK.multipliedBy(2));
      ended.putAll(client.see(open));
    }
  }

  private static List<String> open(Collection<String> ids, Map<String, Seen> seen) {
    return ids.stream()
        .filter(id -> !seen.containsKey(id) || seen.get(id).status() == Seen.Status.OPEN)
        .toList();
  }

  /** Pods and instances that are still there when they should be gone. */
  private static List<String> left(WorldControl world) {
    var deadline = Instant.now().plus(CLEARED);
    while (true) {
      var left = new ArrayList<String>();
      world.pods().forEach(pod -> left.add("pod " + pod));
      world.instances().stream()
          .filter(WorldControl.Instance::exists)
          .forEach(instance -> left.add("instance " + instance.id() + " " + instance.state()));
      if (left.isEmpty() || Instant.now().isAfter(deadline)) {
        return left;
      }
      Wait.pause(TICK);
    }
  }

  private static List<String> quarantined(Stack stack) {
    var found = new ArrayList<String>();
    try (var connection = stack.connect();
        var statement = connection.createStatement()) {
      for (var service : Service.values()) {
        var rows =
            statement.executeQuery(
                "select scope, source, number, reason from "
                    + service.schema()
                    + ".kit_quarantine");
        while (rows.next()) {
          found.add(
              "%s: %s %d, %s"
                  .formatted(
                      rows.getString(1), rows.getString(2), rows.getLong(3), rows.getString(4)));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("quarantine cannot be read", e);
    }
    return found;
  }

  private static List<Supervised> processes(Stack stack) {
    return Stream.concat(
            Stream.of(stack.database(), stack.broker(), stack.world()),
            Stream.of(Service.values()).flatMap(service -> stack.instances(service).stream()))
        .toList();
  }

  private static List<String> endpoints(Stack stack) {
    return IntStream.range(0, stack.instances(Service.QUEUE).size())
        .mapToObj(number -> "127.0.0.1:" + stack.ports().of(Listener.QUEUE, number))
        .toList();
  }

  private static Map<Link, Relay> relays(Vertx vertx, Ports direct, Ports between) {
    var relays = new EnumMap<Link, Relay>(Link.class);
    for (var link : Link.values()) {
      relays.put(
          link, Relay.listen(vertx, between.of(link.listener()), direct.of(link.listener())));
    }
    return relays;
  }

  private static Map<Listener, Integer> routes(Ports between) {
    var routes = new EnumMap<Listener, Integer>(Listener.class);
    for (var link : Link.values()) {
      routes.put(link.listener(), between.of(link.listener()));
    }
    return routes;
  }
}
