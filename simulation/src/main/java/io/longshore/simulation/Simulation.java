package io.longshore.simulation;

import io.longshore.simulation.database.Store;
import io.longshore.simulation.promise.Promise;
import io.longshore.simulation.service.Registry;
import io.longshore.simulation.work.Workload;
import java.util.ArrayList;
import java.util.List;

/** One run: work under faults, then calm, then rest. */
public final class Simulation {

  private static final long TICK = 10_000;
  private static final long REST_WITHIN = 4 * 3_600_000L;
  private static final long MOST_EVENTS = 40_000_000;

  private final Plan plan;
  private final World world;
  private final Workload workload;
  private final Mishaps mishaps;
  private boolean rested;
  private boolean jobsChecked;

  /**
   * What a run came to.
   *
   * @param hash equal for equal runs
   * @param events things done
   * @param attempts that ran
   * @param jobs acknowledged
   * @param millis virtual time
   */
  public record Result(long hash, long events, long attempts, int jobs, long millis) {}

  /** A run of the parts as they are. */
  public Simulation(Plan plan) {
    this(plan, new Seams());
  }

  /** A run of other parts. */
  public Simulation(Plan plan, Seams seams) {
    this.plan = plan;
    this.world = new World(plan, seams);
    this.mishaps = new Mishaps(world);
    this.workload =
        new Workload(
            world.agenda,
            world.dice.of("work"),
            world.client,
            world.registry,
            world.jobs,
            world.book,
            plan.jobs(),
            plan.millis());
  }

  /** Keeps what happens, for {@link #history}. */
  void remember() {
    world.history.keep();
  }

  /**
   * Runs to rest.
   *
   * @throws Broken if a promise does not hold
   */
  public Result run() {
    world.services.forEach(Service::start);
    world.operator.start();
    workload.start();
    mishaps.start();
    world.agenda.in(TICK, this::tick);
    world.agenda.in(plan.millis(), mishaps::heal);
    long limit = plan.millis() + REST_WITHIN;
    while (!rested && world.agenda.next()) {
      if (world.agenda.now() > limit || world.agenda.done() > MOST_EVENTS) {
        throw restless();
      }
    }
    return new Result(
        world.history.hash(),
        world.agenda.done(),
        world.attempts.count(),
        world.book.acknowledged().size(),
        world.agenda.now());
  }

  private void tick() {
    world.agenda.in(TICK, this::tick);
    world.promises.forEach(Promise::tick);
    if (!world.faults.stopped() || !workload.done(world.ends.open() == 0)) {
      return;
    }
    if (!jobsChecked) {
      if (world.ends.open() == 0) {
        jobsChecked = true;
        world.promises.forEach(Promise::atRest);
        world.operator.leave();
      }
      return;
    }
    workload.tearDown(world.store("queue"));
    rested = left().isEmpty();
  }

  /** What is left that should not be. */
  private List<String> left() {
    var left = new ArrayList<String>();
    left.addAll(world.cloud.left());
    world.cluster.podNames().forEach(pod -> left.add("pod " + pod));
    world.databases.forEach((name, database) -> left(name, database.store(), left));
    return left;
  }

  private static void left(String name, Store store, List<String> left) {
    if (store.unsent() > 0) {
      left.add(name + " has " + store.unsent() + " rows that nobody acknowledged");
    }
    store
        .tables()
        .forEach(
            (table, rows) -> {
              boolean stays =
                  name.equals("queue")
                      && List.of("environment", "queue", "settings", "definition", "cluster")
                          .contains(table);
              if (!stays && !rows.isEmpty()) {
                left.add(name + "." + table + " has " + rows.size() + ": " + rows.firstKey());
              }
            });
  }

  private Broken restless() {
    for (var stored : Registry.environments(world.store("queue"))) {
      var environment = stored.environment();
      world.history.tell(
          "environment",
          environment.name()
              + " is "
              + environment.status()
              + " "
              + environment.statusReason()
              + world.cloud.described(environment.uuid()));
    }
    if (!jobsChecked) {
      world.promises.forEach(Promise::atRest);
    }
    var left = left();
    var subjects = new ArrayList<String>();
    for (String line : left.subList(0, Math.min(4, left.size()))) {
      subjects.add(line.substring(line.lastIndexOf(' ') + 1));
    }
    return new Broken(
        "all comes to rest", subjects, "left after hours of calm: " + String.join("; ", left));
  }

  /** The history about a broken promise's subjects. */
  public List<String> history(Broken broken, int most) {
    return world.history.about(broken.subjects().isEmpty() ? List.of("") : broken.subjects(), most);
  }
}
