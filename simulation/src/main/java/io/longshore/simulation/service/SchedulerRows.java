package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.scheduler.core.dag.PastOutcome;
import io.longshore.scheduler.core.job.JobId;
import io.longshore.scheduler.core.job.JobKey;
import io.longshore.scheduler.core.job.LaunchId;
import io.longshore.scheduler.core.round.Cell;
import io.longshore.scheduler.core.round.Change;
import io.longshore.scheduler.wire.CommandsWire.Payload;
import io.longshore.scheduler.wire.HoldRows;
import io.longshore.scheduler.wire.HostRows;
import io.longshore.scheduler.wire.JobRows;
import io.longshore.scheduler.wire.LaunchRows;
import io.longshore.simulation.database.Row;
import io.longshore.simulation.database.Store;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The scheduler's tables: what its Writes, Recovery and Reads do in SQL. */
final class SchedulerRows {

  private static final byte[] NONE = new byte[0];

  private SchedulerRows() {}

  static String key(JobKey key) {
    return key.id() + "/" + (key.index() + 1_000_001);
  }

  static String key(LaunchId id) {
    return key(id.job()) + "/" + (id.number() + 1_000_000);
  }

  private static JobKey job(String key) {
    String[] parts = key.split("/");
    return new JobKey(JobId.of(parts[0]), Integer.parseInt(parts[1]) - 1_000_001);
  }

  private static LaunchId launch(String key) {
    return new LaunchId(job(key), Integer.parseInt(key.split("/")[2]) - 1_000_000);
  }

  /** Encodes changes once, for a transaction that may be repeated. */
  static java.util.function.Consumer<Store> writes(
      List<Change> changes, Map<JobId, Payload> payloads) {
    var encoded = new java.util.ArrayList<java.util.function.Consumer<Store>>();
    changes.forEach(change -> encoded.add(write(change, payloads)));
    return store -> encoded.forEach(one -> one.accept(store));
  }

  private static java.util.function.Consumer<Store> write(
      Change change, Map<JobId, Payload> payloads) {
    return switch (change) {
      case Change.JobPut(var job) ->
          put("job", key(job.key()), new Row(job.version(), !job.cold(), JobRows.write(job)));
      case Change.ArrayPut(var array) ->
          put(
              "array_job",
              array.id().toString(),
              new Row(array.version(), !array.cold(), JobRows.write(array)));
      case Change.JobGone(var id) -> store -> forget(store, id);
      case Change.PayloadKept(var id) -> {
        var payload = payloads.get(id);
        yield store -> {
          store.table("payload").putIfAbsent(id.toString(), row(payload.podTemplate()));
          store.table("name").putIfAbsent(id.toString(), row(payload.name()));
        };
      }
      case Change.PayloadGone(var id) ->
          store -> {
            store.table("payload").remove(id.toString());
            store.table("name").remove(id.toString());
          };
      case Change.LaunchPut(var launch) ->
          put("launch", key(launch.id()), new Row(0, true, LaunchRows.write(launch)));
      case Change.LaunchGone(var id) -> drop("launch", key(id));
      case Change.NodePut(var node) -> put("node", node.uid().uid(), HostRows.write(node));
      case Change.NodeGone(var uid) -> drop("node", uid.uid());
      case Change.InstancePut(var instance) ->
          put("instance", instance.id(), HostRows.write(instance));
      case Change.InstanceGone(var id) -> drop("instance", id);
      case Change.SupplyPut(var supply) ->
          put("supply", supply.environment().arn(), HostRows.write(supply));
      case Change.QueuePut(var queue) -> put("queue", queue.arn().arn(), HostRows.write(queue));
      case Change.QueueGone(var arn) -> drop("queue", arn.arn());
      case Change.EnvironmentPut(var environment) ->
          put("environment", environment.arn().arn(), HostRows.write(environment));
      case Change.HoldPut(var hold) -> put("hold", hold.source(), HoldRows.write(hold));
      case Change.HoldGone(var source) -> drop("hold", source);
      case Change.EnvironmentGone(var arn) ->
          store -> {
            store.table("environment").remove(arn.arn());
            store.table("supply").remove(arn.arn());
          };
    };
  }

  private static Row row(ByteString bytes) {
    return new Row(0, false, bytes.toByteArray());
  }

  private static Row row(String text) {
    return new Row(0, false, text.getBytes(StandardCharsets.UTF_8));
  }

  private static java.util.function.Consumer<Store> put(String table, String key, byte[] body) {
    return put(table, key, new Row(0, false, body));
  }

  private static java.util.function.Consumer<Store> put(String table, String key, Row row) {
    return store -> store.table(table).put(key, row);
  }

  private static java.util.function.Consumer<Store> drop(String table, String key) {
    return store -> store.table(table).remove(key);
  }

  private static void forget(Store store, JobId id) {
    store.table("job").subMap(id + "/", id + "0").clear();
    store.table("array_job").remove(id.toString());
    store.table("payload").remove(id.toString());
    store.table("name").remove(id.toString());
  }

  /** Rebuilds a cell in the order that replay asks for. */
  static void load(Store store, Cell cell, UnaryOperator<Change> seam) {
    BiFunction<String, BiFunction<String, Row, Change>, Void> all =
        (table, read) -> {
          for (var entry : store.table(table).entrySet()) {
            cell.replay(seam.apply(read.apply(entry.getKey(), entry.getValue())));
          }
          return null;
        };
    all.apply(
        "environment", (k, r) -> new Change.EnvironmentPut(HostRows.readEnvironment(k, r.body())));
    all.apply("supply", (k, r) -> new Change.SupplyPut(HostRows.readSupply(k, r.body())));
    all.apply("queue", (k, r) -> new Change.QueuePut(HostRows.readQueue(k, r.body())));
    all.apply("instance", (k, r) -> new Change.InstancePut(HostRows.readInstance(k, r.body())));
    all.apply("node", (k, r) -> new Change.NodePut(HostRows.readNode(k, r.body())));
    for (var entry : store.table("array_job").entrySet()) {
      var row = entry.getValue();
      if (row.flag()) {
        var id = JobId.of(entry.getKey());
        cell.replay(
            seam.apply(new Change.ArrayPut(JobRows.readArray(id, row.number(), row.body()))));
      }
    }
    for (var entry : store.table("job").entrySet()) {
      var row = entry.getValue();
      if (row.flag()) {
        var key = job(entry.getKey());
        var parents = key.isChild() ? cell.spec(key.id()) : null;
        cell.replay(
            seam.apply(new Change.JobPut(JobRows.readJob(key, row.number(), row.body(), parents))));
      }
    }
    all.apply("launch", (k, r) -> new Change.LaunchPut(LaunchRows.read(launch(k), r.body())));
    all.apply("hold", (k, r) -> new Change.HoldPut(HoldRows.read(k, r.body())));
    cell.recovered();
  }

  /** The ends of jobs that have left memory. */
  static Map<JobId, PastOutcome> outcomes(Store store, Collection<JobId> ids) {
    var found = new HashMap<JobId, PastOutcome>();
    for (JobId id : ids) {
      Optional.ofNullable(store.table("job").get(key(JobKey.whole(id))))
          .ifPresent(row -> found.put(id, JobRows.outcomeOfJob(row.body())));
      Optional.ofNullable(store.table("array_job").get(id.toString()))
          .ifPresent(row -> found.put(id, JobRows.outcomeOfArray(row.body())));
    }
    return found;
  }

  /** A job's name and pod template. */
  static Optional<Payload> payload(Store store, JobId id) {
    var template = store.table("payload").getOrDefault(id.toString(), new Row(0, false, NONE));
    var name = store.table("name").get(id.toString());
    return name == null
        ? Optional.empty()
        : Optional.of(
            new Payload(
                id,
                new String(name.body(), StandardCharsets.UTF_8),
                ByteString.copyFrom(template.body())));
  }
}
