package io.longshore.placement.shell.db;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Tx;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.desk.Change;
import io.longshore.placement.core.desk.Launch;
import io.longshore.placement.core.desk.Memory;
import io.longshore.placement.core.node.NodeReport;
import io.longshore.placement.wire.ReportsWire;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The launch ledger of one cluster. */
public final class LedgerTable {

  private static final String ADD =
      """
      insert into launch (cluster, pod, state, epoch, namespace, pod_uid, stop_reason, stop_grace,
                          closed, report, start_launch)
      select $1, * from unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[],
                               $7::text[], $8::int[], $9::boolean[], $10::bytea[], $11::bytea[])
      """;

  private static final String MOVE =
      """
      update launch l
         set state = u.state, epoch = u.epoch, namespace = u.namespace, pod_uid = u.pod_uid,
             stop_reason = u.stop_reason, stop_grace = u.stop_grace, closed = u.closed,
             report = u.report
        from unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[],
                    $7::text[], $8::int[], $9::boolean[], $10::bytea[])
          as u(pod, state, epoch, namespace, pod_uid, stop_reason, stop_grace, closed, report)
       where l.cluster = $1 and l.pod = u.pod
      """;

  private static final String CLOSE =
      """
      with gone as (delete from launch where cluster = $1 and pod = any($2::text[]))
      insert into closed_launch (cluster, pod, at)
      select $1, * from unnest($2::text[], $3::timestamptz[])
      on conflict (cluster, pod) do nothing
      """;

  private static final String TRIM =
      "delete from closed_launch where cluster = $1 and pod = any($2::text[])";

  private static final String SAY_NODES =
      """
      insert into node (cluster, uid, report)
      select $1, * from unnest($2::text[], $3::bytea[])
      on conflict (cluster, uid) do update set report = excluded.report
      """;

  private static final String FORGET_NODES =
      "delete from node where cluster = $1 and uid = any($2::text[])";

  private final String cluster;

  /** The ledger of the cluster with this short name. */
  public LedgerTable(String cluster) {
    this.cluster = cluster;
  }

  /**
   * What the ledger holds.
   *
   * @param epoch the largest placement epoch of a create under way, 0 without one
   */
  public record Stored(Memory memory, long epoch) {}

  /** Reads everything. */
  public Uni<Stored> load(Tx tx) {
    return tx.rows("select * from launch where cluster = $1 order by pod", cluster)
        .chain(
            launches ->
                tx.rows("select pod, at from closed_launch where cluster = $1", cluster)
                    .chain(
                        closed ->
                            tx.rows("select uid, report from node where cluster = $1", cluster)
                                .map(nodes -> stored(launches, closed, nodes))));
  }

  private static Stored stored(List<Row> launches, List<Row> closed, List<Row> nodes) {
    var ids = new HashMap<LaunchId, Instant>();
    for (Row row : closed) {
      LaunchId.ofPodName(row.getString("pod"))
          .ifPresent(id -> ids.put(id, row.getOffsetDateTime("at").toInstant()));
    }
    var reports = new HashMap<String, NodeReport>();
    for (Row row : nodes) {
      reports.put(row.getString("uid"), ReportsWire.readNode(row.getBuffer("report").getBytes()));
    }
    long epoch = launches.stream().mapToLong(row -> row.getLong("epoch")).max().orElse(0);
    return new Stored(
        new Memory(launches.stream().map(LedgerRows::read).toList(), ids, reports), epoch);
  }

  /**
   * Writes a step's changes.
   *
   * @param starts the bytes of the starts that came in this step
   */
  public Uni<Void> write(Tx tx, List<Change> changes, Map<LaunchId, ByteString> starts) {
    var sorted = new Sorted();
    changes.forEach(sorted::add);
    var statements = new ArrayList<Supplier<Uni<Integer>>>();
    if (!sorted.added.isEmpty()) {
      statements.add(() -> add(tx, sorted.added, starts));
    }
    if (!sorted.moved.isEmpty()) {
      statements.add(() -> move(tx, sorted.moved));
    }
    if (!sorted.closed.isEmpty()) {
      statements.add(
          () ->
              tx.update(
                  CLOSE,
                  cluster,
                  names(List.copyOf(sorted.closed.keySet())),
                  sorted.closed.values().toArray(Instant[]::new)));
    }
    if (!sorted.trimmed.isEmpty()) {
      statements.add(() -> tx.update(TRIM, cluster, names(sorted.trimmed)));
    }
    if (!sorted.said.isEmpty()) {
      statements.add(() -> say(tx, sorted.said));
    }
    if (!sorted.forgotten.isEmpty()) {
      statements.add(
          () -> tx.update(FORGET_NODES, cluster, sorted.forgotten.toArray(String[]::new)));
    }
    Uni<Void> all = Uni.createFrom().voidItem();
    for (Supplier<Uni<Integer>> statement : statements) {
      all = all.chain(_ -> statement.get()).replaceWithVoid();
    }
    return all;
  }

  private static final class Sorted {
    final List<Launch> added = new ArrayList<>();
    final List<Launch> moved = new ArrayList<>();
    final Map<LaunchId, Instant> closed = new LinkedHashMap<>();
    final List<LaunchId> trimmed = new ArrayList<>();
    final Map<String, NodeReport> said = new LinkedHashMap<>();
    final List<String> forgotten = new ArrayList<>();

    void add(Change change) {
      switch (change) {
        case Change.Added(Launch launch) -> added.add(launch);
        case Change.Moved(Launch launch) -> moved.add(launch);
        case Change.Closed(LaunchId id, Instant at) -> closed.put(id, at);
        case Change.Trimmed(List<LaunchId> ids) -> trimmed.addAll(ids);
        case Change.NodeSaid(NodeReport report) -> said.put(report.uid(), report);
        case Change.NodeForgotten(String uid) -> forgotten.add(uid);
      }
    }
  }

  private Uni<Integer> add(Tx tx, List<Launch> launches, Map<LaunchId, ByteString> starts) {
    var c = LedgerRows.columns(launches);
    Buffer[] bodies =
        launches.stream()
            .map(l -> Buffer.buffer(starts.get(l.id()).toByteArray()))
            .toArray(Buffer[]::new);
    return tx.update(
        ADD,
        cluster,
        c.pods(),
        c.states(),
        c.epochs(),
        c.namespaces(),
        c.uids(),
        c.stopReasons(),
        c.stopGraces(),
        c.closed(),
        c.reports(),
        bodies);
  }

  private Uni<Integer> move(Tx tx, List<Launch> launches) {
    var c = LedgerRows.columns(launches);
    return tx.update(
        MOVE,
        cluster,
        c.pods(),
        c.states(),
        c.epochs(),
        c.namespaces(),
        c.uids(),
        c.stopReasons(),
        c.stopGraces(),
        c.closed(),
        c.reports());
  }

  private Uni<Integer> say(Tx tx, Map<String, NodeReport> said) {
    return tx.update(
        SAY_NODES,
        cluster,
        said.keySet().toArray(String[]::new),
        said.values().stream()
            .map(n -> Buffer.buffer(ReportsWire.write(n).toByteArray()))
            .toArray(Buffer[]::new));
  }

  private static String[] names(List<LaunchId> ids) {
    return ids.stream().map(LaunchId::podName).toArray(String[]::new);
  }
}
