package io.longshore.placement.shell.db;

import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.desk.Launch;
import io.longshore.placement.core.desk.LaunchState;
import io.longshore.placement.core.observe.LaunchReport;
import io.longshore.placement.core.pod.Order;
import io.longshore.placement.wire.CommandsWire;
import io.longshore.placement.wire.ReportsWire;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A launch as a row, and back. */
final class LedgerRows {

  static final int WAITING = 1;
  static final int CREATING = 2;
  static final int PRESENT = 3;
  static final int ABSENT = 4;

  private static final Buffer NOTHING = Buffer.buffer();

  private LedgerRows() {}

  /** Columns of many launches, for unnest. */
  record Columns(
      String[] pods,
      Integer[] states,
      Long[] epochs,
      String[] namespaces,
      String[] uids,
      String[] stopReasons,
      Integer[] stopGraces,
      Boolean[] closed,
      Buffer[] reports) {}

  static Columns columns(List<Launch> launches) {
    return new Columns(
        column(launches, l -> l.id().podName(), String[]::new),
        column(launches, l -> state(l.state()), Integer[]::new),
        column(
            launches,
            l -> l.state() instanceof LaunchState.Creating(long epoch, String _) ? epoch : 0L,
            Long[]::new),
        column(launches, l -> namespace(l.state()), String[]::new),
        column(
            launches,
            l -> l.state() instanceof LaunchState.Present(PodRef pod) ? pod.uid() : "",
            String[]::new),
        column(launches, l -> l.stop() == null ? null : l.stop().reason(), String[]::new),
        column(launches, l -> l.stop() == null ? 0 : l.stop().graceSeconds(), Integer[]::new),
        column(launches, Launch::closed, Boolean[]::new),
        column(launches, l -> report(l.last()), Buffer[]::new));
  }

  private static <T extends @Nullable Object> T[] column(
      List<Launch> launches, Function<Launch, T> value, IntFunction<T[]> array) {
    return launches.stream().map(value).toArray(array);
  }

  private static Buffer report(@Nullable LaunchReport last) {
    return last == null ? NOTHING : Buffer.buffer(ReportsWire.write(last).toByteArray());
  }

  private static int state(LaunchState state) {
    return switch (state) {
      case LaunchState.Waiting _ -> WAITING;
      case LaunchState.Creating _ -> CREATING;
      case LaunchState.Present _ -> PRESENT;
      case LaunchState.Absent _ -> ABSENT;
    };
  }

  private static String namespace(LaunchState state) {
    return switch (state) {
      case LaunchState.Creating(long _, String namespace) -> namespace;
      case LaunchState.Present(PodRef pod) -> pod.namespace();
      case LaunchState.Waiting _, LaunchState.Absent _ -> "";
    };
  }

  static Launch read(Row row) {
    int state = row.getShort("state");
    Order order = CommandsWire.order(row.getBuffer("start_launch").getBytes(), state <= CREATING);
    String reason = row.getString("stop_reason");
    byte[] report = row.getBuffer("report").getBytes();
    return new Launch(
        order,
        state(row, state, order.launch()),
        reason == null ? null : new Launch.Stop(reason, row.getInteger("stop_grace")),
        row.getBoolean("closed"),
        report.length == 0 ? null : ReportsWire.readLaunch(report));
  }

  private static LaunchState state(Row row, int state, LaunchId id) {
    return switch (state) {
      case WAITING -> new LaunchState.Waiting();
      case CREATING -> new LaunchState.Creating(row.getLong("epoch"), row.getString("namespace"));
      case PRESENT ->
          new LaunchState.Present(
              new PodRef(row.getString("namespace"), id.podName(), row.getString("pod_uid")));
      case ABSENT -> new LaunchState.Absent();
      default -> throw new IllegalStateException("launch " + id + " has state " + state);
    };
  }
}
