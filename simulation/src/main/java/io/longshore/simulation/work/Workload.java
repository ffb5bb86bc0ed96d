package io.longshore.simulation.work;

import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.service.Jobs;
import io.longshore.simulation.service.Registry;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * What users do: environments, queues and definitions first, then jobs of every kind over the whole
 * time, cancelled and terminated at bad moments, while settings change under way.
 */
public final class Workload {

  /** What depends on a failed job never runs, which is about made good by retries and this. */
  private static final double SPARE = 1.2;

  private static final long IN_TURN = 10_000;

  /** Whoever depends on a job depends on one of the last so many: old ones are forgotten. */
  private static final int RECENT = 40;

  /** Queues by name. */
  private static final List<String> QUEUES = List.of("high", "low", "mini", "own");

  private static final List<String> DEFINITIONS = List.of("quarter", "half", "one", "two", "three");

  private final Agenda agenda;
  private final Dice dice;
  private final Client client;
  private final Registry registry;
  private final Jobs jobs;
  private final Book book;
  private final long until;
  private final int wanted;
  private int left;
  private int asked;
  private int named;
  private int ready;

  /** A workload of so many jobs, children counted, until so many milliseconds. */
  public Workload(
      Agenda agenda,
      Dice dice,
      Client client,
      Registry registry,
      Jobs jobs,
      Book book,
      int count,
      long until) {
    this.agenda = agenda;
    this.dice = dice;
    this.client = client;
    this.registry = registry;
    this.jobs = jobs;
    this.book = book;
    this.wanted = count;
    this.left = (int) (count * SPARE);
    this.until = until;
  }

  /** Begins. */
  public void start() {
    var types = List.of("c4.xlarge", "m4.xlarge", "c8.2xlarge");
    var environments =
        List.of(
            Requests.managed("od", false, 0, 100, types),
            Requests.managed("spot", true, 0, 80, types),
            Requests.managed("mini", false, 4, 16, List.of("c2.large", "c4.xlarge")),
            Requests.unmanaged("own"));
    for (var request : environments) {
      String uuid = dice.uuid().toString();
      client.until(() -> registry.create(request, uuid), _ -> made());
    }
    for (String name : DEFINITIONS) {
      define(name);
    }
  }

  private void define(String name) {
    double vcpus =
        switch (name) {
          case "quarter" -> 0.25;
          case "half" -> 0.5;
          case "one" -> 1;
          case "two" -> 2;
          default -> 3;
        };
    int mebibytes = (int) dice.between(1, 4) * 256;
    client.until(() -> jobs.register(Requests.definition(name, vcpus, mebibytes)), _ -> made());
  }

  private void made() {
    ready++;
    if (ready == 4 + DEFINITIONS.size()) {
      var queues =
          List.of(
              Requests.queue("high", 10, List.of("od", "spot")),
              Requests.queue("low", 1, List.of("spot", "od")),
              Requests.queue("mini", 5, List.of("mini")),
              Requests.queue("own", 5, List.of("own", "od")));
      queues.forEach(request -> client.until(() -> registry.create(request), _ -> queued()));
    }
  }

  private void queued() {
    ready++;
    if (ready == 4 + DEFINITIONS.size() + QUEUES.size()) {
      next();
      agenda.in(dice.around(30_000), this::end);
      agenda.in(dice.around(240_000), this::change);
    }
  }

  /** Jobs come evenly, with bursts; what is left near the end comes at once. */
  private void next() {
    while (left > 0 && agenda.now() > until - 300_000) {
      submit();
    }
    if (left <= 0) {
      agenda.in(20_000, this::next);
      return;
    }
    int burst = dice.once(20) ? (int) dice.between(5, 40) : 1;
    for (int i = 0; i < burst && left > 0; i++) {
      submit();
    }
    long gap = Math.max(1, (until - 300_000 - agenda.now()) * 6 / Math.max(1, left));
    agenda.in(Math.min(20_000, dice.around(gap)), this::next);
  }

  private void submit() {
    int drawn = Math.min(dice.once(12) ? (int) dice.between(2, 40) : 0, left);
    int size = drawn == 1 ? 0 : drawn;
    left -= Math.max(1, size);
    asked++;
    var needs = needs(size);
    boolean hangs = dice.once(25);
    var job =
        new Book.Job(
            "job-" + ++named,
            dice.once(8) ? dice.one(QUEUES) : dice.one(QUEUES.subList(0, 2)),
            size,
            needs,
            (int) dice.between(1, 4),
            hangs,
            millis(needs),
            dice.once(4) ? 0.4 : 0.05);
    int timeout = hangs ? (int) dice.between(60, 180) : dice.once(6) ? 300 : 0;
    var request = Requests.submit(job, dice.one(DEFINITIONS), timeout);
    client.until(
        () -> {
          String id = dice.uuid().toString();
          book.candidate(id, job);
          return jobs.submit(request, id);
        },
        answer -> {
          asked--;
          book.acknowledge(((SubmitJobResponse) answer).getJobId(), job);
        },
        () -> {
          // What it waits for has been forgotten meanwhile: another one is asked for in its place.
          asked--;
          left += Math.max(1, size);
        });
  }

  /** One after another takes long enough: nobody wants to wait hours for the last child. */
  private long millis(List<Book.Needs> needs) {
    boolean inTurn = needs.stream().anyMatch(n -> n.kind() == Book.Needs.Kind.SEQUENTIAL);
    long millis = dice.once(5) ? 240_000 : dice.between(5_000, 60_000);
    return inTurn ? Math.min(millis, IN_TURN) : millis;
  }

  private List<Book.Needs> needs(int size) {
    var needs = new ArrayList<Book.Needs>();
    if (size > 0 && dice.once(4)) {
      needs.add(new Book.Needs("", -1, Book.Needs.Kind.SEQUENTIAL));
    }
    var known = book.acknowledged();
    int count = dice.once(3) ? (int) dice.between(1, 3) : 0;
    for (int i = 0; i < count && !known.isEmpty(); i++) {
      var on = known.get((int) dice.between(Math.max(0, known.size() - RECENT), known.size() - 1));
      boolean pairs = size > 0 && on.size == size && dice.once(2);
      int index = on.size > 0 && dice.once(2) ? (int) dice.between(0, on.size - 1) : -1;
      var kind = pairs ? Book.Needs.Kind.N_TO_N : Book.Needs.Kind.JOB;
      needs.add(new Book.Needs(on.id, pairs ? -1 : index, kind));
    }
    if (size > 0 && dice.once(3)) {
      known.subList(Math.max(0, known.size() - RECENT), known.size()).stream()
          .filter(on -> on.size == size)
          .reduce((_, second) -> second)
          .ifPresent(on -> needs.add(new Book.Needs(on.id, -1, Book.Needs.Kind.N_TO_N)));
    }
    return needs.stream().distinct().toList();
  }

  /** Somebody cancels or terminates something. */
  private void end() {
    if (agenda.now() > until) {
      return;
    }
    agenda.in(dice.around(30_000), this::end);
    var known = book.acknowledged();
    if (known.isEmpty()) {
      return;
    }
    var job = known.get((int) dice.between(Math.max(0, known.size() - 40), known.size() - 1));
    boolean child = job.size > 0 && dice.once(2);
    String id = child ? job.id + ":" + dice.between(0, job.size - 1) : job.id;
    if (dice.once(2)) {
      client.once(jobs.cancel(id, "not needed"), _ -> {});
    } else {
      client.once(jobs.terminate(id, "enough"), _ -> {});
    }
  }

  /** Settings and definitions change. */
  private void change() {
    if (agenda.now() > until) {
      return;
    }
    agenda.in(dice.around(240_000), this::change);
    switch ((int) dice.between(0, 3)) {
      case 0 -> define(dice.one(DEFINITIONS));
      case 1 ->
          client.once(
              registry.update(Requests.bounds("mini", 4 * (int) dice.between(0, 2), 16)), _ -> {});
      case 2 -> {
        String name = dice.once(2) ? "od" : "spot";
        int max = (int) dice.between(10, 25) * 4;
        client.once(registry.update(Requests.bounds(name, 0, max)), _ -> {});
      }
      default ->
          client.once(
              registry.update(Requests.priority("low", (int) dice.between(1, 20))), _ -> {});
    }
  }

  /**
   * Whether all jobs were submitted. Where all have ended and fewer attempts ran than are wanted,
   * as what depends on a failed job never runs, more are.
   */
  public boolean done(boolean ended) {
    if (ended && left <= 0 && asked == 0) {
      left = Math.max(0, wanted - book.runs());
    }
    return left <= 0 && asked == 0;
  }

  /** Deletes queues and then environments, a step at each call: nothing is to be left. */
  public void tearDown(Store store) {
    var queues = Registry.queues(store);
    queues.forEach(
        (name, queue) -> {
          if (queue.enabled()) {
            client.once(registry.update(Requests.closed(name)), _ -> {});
          } else if (!queue.status().beingModified()) {
            client.once(registry.deleteQueue(name), _ -> {});
          }
        });
    if (!queues.isEmpty()) {
      return;
    }
    for (var stored : Registry.environments(store)) {
      var environment = stored.environment();
      if (environment.status().beingModified()) {
        continue;
      }
      if (environment.enabled()) {
        client.once(registry.update(Requests.disabled(environment.name())), _ -> {});
      } else {
        client.once(registry.deleteEnvironment(environment.name()), _ -> {});
      }
    }
  }
}
