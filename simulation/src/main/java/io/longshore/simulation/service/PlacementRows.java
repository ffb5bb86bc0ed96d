package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.desk.Change;
import io.longshore.placement.core.desk.Launch;
import io.longshore.placement.core.desk.LaunchState;
import io.longshore.placement.core.desk.Memory;
import io.longshore.placement.core.node.NodeReport;
import io.longshore.placement.wire.CommandsWire;
import io.longshore.placement.wire.ReportsWire;
import io.longshore.simulation.database.Row;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.time.Agenda;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Placement's ledger: what LedgerTable and LedgerRows do in SQL. */
final class PlacementRows {

  private static final byte[] NONE = new byte[0];
  private static final String SEPARATOR = "\n";

  private PlacementRows() {}

  /** What the ledger holds. */
  record Stored(Memory memory, long epoch) {}

  static Consumer<Store> writes(List<Change> changes, Map<LaunchId, ByteString> starts) {
    var encoded = new ArrayList<Consumer<Store>>();
    changes.forEach(change -> encoded.add(write(change, starts)));
    return store -> encoded.forEach(one -> one.accept(store));
  }

  private static Consumer<Store> write(Change change, Map<LaunchId, ByteString> starts) {
    return switch (change) {
      case Change.Added(var launch) -> {
        byte[] start = starts.get(launch.id()).toByteArray();
        var rows = rows(launch);
        yield store -> {
          store.table("start").put(launch.id().podName(), new Row(0, false, start));
          rows.accept(store);
        };
      }
      case Change.Moved(var launch) -> rows(launch);
      case Change.Closed(var id, var at) ->
          store -> {
            for (String table : List.of("start", "launch", "report")) {
              store.table(table).remove(id.podName());
            }
            store
                .table("closed_launch")
                .putIfAbsent(id.podName(), new Row(Agenda.millis(at), false, NONE));
          };
      case Change.Trimmed(var ids) ->
          store -> ids.forEach(id -> store.table("closed_launch").remove(id.podName()));
      case Change.NodeSaid(var report) -> {
        var row = new Row(0, false, ReportsWire.write(report).toByteArray());
        yield store -> store.table("node").put(report.uid(), row);
      }
      case Change.NodeForgotten(var uid) -> store -> store.table("node").remove(uid);
    };
  }

  private static Consumer<Store> rows(Launch launch) {
    var stop = launch.stop();
    String state =
        switch (launch.state()) {
          case LaunchState.Waiting _ -> "waiting" + SEPARATOR + SEPARATOR;
          case LaunchState.Creating(long _, String namespace) ->
              "creating" + SEPARATOR + namespace + SEPARATOR;
          case LaunchState.Present(PodRef pod) ->
              "present" + SEPARATOR + pod.namespace() + SEPARATOR + pod.uid();
          case LaunchState.Absent _ -> "absent" + SEPARATOR + SEPARATOR;
        };
    String stopped = stop == null ? "" : stop.graceSeconds() + " " + stop.reason();
    long epoch = launch.state() instanceof LaunchState.Creating(long of, String _) ? of : 0;
    byte[] body = (state + SEPARATOR + stopped).getBytes(StandardCharsets.UTF_8);
    byte[] report = launch.last() == null ? NONE : ReportsWire.write(launch.last()).toByteArray();
    String pod = launch.id().podName();
    return store -> {
      store.table("launch").put(pod, new Row(epoch, launch.closed(), body));
      store.table("report").put(pod, new Row(0, false, report));
    };
  }

  static Stored load(Store store) {
    var launches = new ArrayList<Launch>();
    long epoch = 0;
    for (var entry : store.table("launch").entrySet()) {
      launches.add(read(store, entry.getKey(), entry.getValue()));
      epoch = Math.max(epoch, entry.getValue().number());
    }
    var closed = new HashMap<LaunchId, Instant>();
    store
        .table("closed_launch")
        .forEach(
            (pod, row) ->
                LaunchId.ofPodName(pod).ifPresent(id -> closed.put(id, Agenda.date(row.number()))));
    var nodes = new HashMap<String, NodeReport>();
    store.table("node").forEach((uid, row) -> nodes.put(uid, ReportsWire.readNode(row.body())));
    return new Stored(new Memory(launches, closed, nodes), epoch);
  }

  private static Launch read(Store store, String pod, Row row) {
    String[] parts = new String(row.body(), StandardCharsets.UTF_8).split(SEPARATOR, -1);
    boolean early = parts[0].equals("waiting") || parts[0].equals("creating");
    var order = CommandsWire.order(store.table("start").get(pod).body(), early);
    LaunchState state =
        switch (parts[0]) {
          case "waiting" -> new LaunchState.Waiting();
          case "creating" -> new LaunchState.Creating(row.number(), parts[1]);
          case "present" -> new LaunchState.Present(new PodRef(parts[1], pod, parts[2]));
          default -> new LaunchState.Absent();
        };
    String stopped = parts[3];
    int space = stopped.indexOf(' ');
    var stop =
        stopped.isEmpty()
            ? null
            : new Launch.Stop(
                stopped.substring(space + 1), Integer.parseInt(stopped.substring(0, space)));
    byte[] report = store.table("report").get(pod).body();
    return new Launch(
        order, state, stop, row.flag(), report.length == 0 ? null : ReportsWire.readLaunch(report));
  }
}
