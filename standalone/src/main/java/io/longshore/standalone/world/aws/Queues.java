package io.longshore.standalone.world.aws;

import io.longshore.standalone.world.store.Journal;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All SQS queues. */
public final class Queues {

  private static final String TABLE = "aws-queues";

  private final Journal journal;
  private final Vertx vertx;
  private final Map<String, Queue> byName = new TreeMap<>();

  /** The queues that there were. */
  public Queues(Journal journal, Vertx vertx) {
    this.journal = journal;
    this.vertx = vertx;
    journal
        .table(TABLE)
        .keySet()
        .forEach(name -> byName.put(name, new Queue(journal, vertx, name)));
  }

  /** The queue of a name, made where it is missing. */
  Queue create(String name) {
    return byName.computeIfAbsent(
        name,
        _ -> {
          journal.put(TABLE, name, new JsonObject());
          return new Queue(journal, vertx, name);
        });
  }

  Optional<Queue> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
