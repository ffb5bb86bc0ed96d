package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.capacity.core.reconcile.Change;
import io.longshore.capacity.core.reconcile.KnownInstance;
import io.longshore.capacity.core.reconcile.KnownInstance.Mark;
import io.longshore.capacity.core.reconcile.Trouble;
import io.longshore.capacity.wire.RegistryWire;
import io.longshore.simulation.database.Row;
import io.longshore.simulation.database.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Capacity-service's tables: what its CapacityRows do in SQL. */
final class CapacityRows {

  private static final String SEPARATOR = "\n";

  private CapacityRows() {}

  static Consumer<Store> writes(List<Change> changes, Map<String, ByteString> bodies) {
    var encoded = new ArrayList<Consumer<Store>>();
    changes.forEach(change -> encoded.add(write(change, bodies)));
    return store -> encoded.forEach(one -> one.accept(store));
  }

  private static Consumer<Store> write(Change change, Map<String, ByteString> bodies) {
    return switch (change) {
      case Change.EnvironmentPut(var environment) -> {
        byte[] body = bodies.getOrDefault(environment.arn(), ByteString.EMPTY).toByteArray();
        yield store ->
            store
                .table("environment")
                .put(environment.arn(), new Row(environment.version(), false, body));
      }
      case Change.EnvironmentForgotten(var arn) ->
          store -> {
            store.table("environment").remove(arn);
            store.table("trouble").remove(arn);
          };
      case Change.InstancePut(var instance) -> {
        var row = new Row(instance.launchedAt().toEpochMilli(), false, bytes(words(instance)));
        yield store -> store.table("instance").put(instance.id(), row);
      }
      case Change.InstanceForgotten(var id) -> store -> store.table("instance").remove(id);
      case Change.TroublePut(var trouble) -> {
        String words =
            String.join(
                SEPARATOR,
                trouble.code(),
                trouble.message().replace('\n', ' '),
                Long.toString(trouble.since().toEpochMilli()),
                Integer.toString(trouble.neverJoined()));
        var row = new Row(0, false, bytes(words));
        yield store -> store.table("trouble").put(trouble.environmentArn(), row);
      }
    };
  }

  private static byte[] bytes(String words) {
    return words.getBytes(StandardCharsets.UTF_8);
  }

  private static String words(KnownInstance instance) {
    String marks =
        instance.marks().stream().sorted().map(Mark::name).collect(Collectors.joining(","));
    return String.join(SEPARATOR, instance.environmentArn(), instance.type(), marks);
  }

  static List<Change> load(Store store, Map<String, ByteString> bodies) {
    var changes = new ArrayList<Change>();
    store
        .table("environment")
        .forEach(
            (arn, row) -> {
              var body = ByteString.copyFrom(row.body());
              bodies.put(arn, body);
              RegistryWire.read(body, 0)
                  .ifPresent(environment -> changes.add(new Change.EnvironmentPut(environment)));
            });
    store
        .table("instance")
        .forEach((id, row) -> changes.add(new Change.InstancePut(instance(id, row))));
    store
        .table("trouble")
        .forEach((arn, row) -> changes.add(new Change.TroublePut(trouble(arn, row))));
    return changes;
  }

  private static KnownInstance instance(String id, Row row) {
    String[] words = words(row);
    var marks = EnumSet.noneOf(Mark.class);
    if (!words[2].isEmpty()) {
      Arrays.stream(words[2].split(",")).map(Mark::valueOf).forEach(marks::add);
    }
    return new KnownInstance(id, words[0], words[1], Instant.ofEpochMilli(row.number()), marks);
  }

  private static Trouble trouble(String arn, Row row) {
    String[] words = words(row);
    return new Trouble(
        arn,
        words[0],
        words[1],
        Instant.ofEpochMilli(Long.parseLong(words[2])),
        Integer.parseInt(words[3]));
  }

  private static String[] words(Row row) {
    return new String(row.body(), StandardCharsets.UTF_8).split(SEPARATOR, -1);
  }
}
