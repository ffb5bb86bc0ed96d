package io.longshore.queue.shell;

import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Db;
import io.longshore.queue.shell.db.ClusterTable;
import io.longshore.queue.shell.db.ConditionTable;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes what is past its time, a bounded number of rows a sweep: no table grows for ever. */
final class Sweeper {

  private static final Duration SHORTEST_RETENTION = Duration.ofDays(7);

  private final Db db;
  private final QueueConfig config;

  /**
   * Deletes nothing yet.
   *
   * @throws IllegalArgumentException if ended jobs would be kept for less than AWS keeps them
   */
  Sweeper(Db db, QueueConfig config) {
    if (config.retention().compareTo(SHORTEST_RETENTION) < 0 && !config.shortRetention()) {
      throw new IllegalArgumentException(
          "longshore.queue.retention: at least 7 days, not " + config.retention());
    }
    this.db = db;
    this.config = config;
  }

  /**
   * What a sweep found.
   *
   * @param jobs ended jobs whose retention is over
   * @param now when it looked; empty: it is not time to sweep
   */
  record Due(
      List<String> jobs,
      Optional<Instant> now,
      Set<String> clusters,
      Collection<StoredEnvironment> environments) {

    static final Due NOTHING = new Due(List.of(), Optional.empty(), Set.of(), List.of());
  }

  /**
   * Looks.
   *
   * @param clusters those of which placement-services speak
   * @param environments those that are there
   */
  Uni<Due> look(Instant now, Set<String> clusters, Collection<StoredEnvironment> environments) {
    return db.read(tx -> JobTable.endedBefore(tx, before(now, config.retention()), config.sweep()))
        .map(
            jobs ->
                new Due(jobs, Optional.of(now), Set.copyOf(clusters), List.copyOf(environments)));
  }

  /** Deletes it. */
  Uni<Void> delete(Due due, Tx tx) {
    return due.now().map(now -> delete(due, now, tx)).orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> delete(Due due, Instant now, Tx tx) {
    var registry = config.registry();
    var arns = arns(due);
    Uni<Void> jobs =
        due.jobs().isEmpty() ? Uni.createFrom().voidItem() : JobTable.delete(tx, due.jobs());
    return jobs.chain(() -> definitions(now, tx))
        .chain(() -> RegistryTable.deleteGone(tx, before(now, registry.goneKept())))
        .chain(() -> ConditionTable.keep(tx, arns))
        .chain(
            () ->
                ClusterTable.sweep(
                    tx,
                    due.clusters(),
                    named(due),
                    now.toEpochMilli(),
                    before(now, registry.silentKept())));
  }

  /** A job is shown from its own row, so its definition may go before it. */
  private Uni<Integer> definitions(Instant now, Tx tx) {
    return DefinitionTable.deleteInactive(
        tx, before(now, config.definitions().inactiveKept()), config.sweep());
  }

  private static Set<String> arns(Due due) {
    return due.environments().stream()
        .map(stored -> stored.environment().arn())
        .collect(Collectors.toSet());
  }

  private static Set<String> named(Due due) {
    return due.environments().stream()
        .map(stored -> stored.environment().cluster())
        .collect(Collectors.toSet());
  }

  private static long before(Instant now, Duration kept) {
    return now.minus(kept).toEpochMilli();
  }
}
