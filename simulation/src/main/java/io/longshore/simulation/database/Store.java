package io.longshore.simulation.database;

import com.google.protobuf.ByteString;
import io.longshore.api.internal.v1.OutboxRun;
import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.core.Lease;
import io.longshore.kit.core.Lineage;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Statements;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Assembly;
import io.longshore.kit.wire.Lane;
import io.longshore.kit.wire.TopicPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What a service's database holds: the kit's tables and the service's own. All of it durable. */
public final class Store {

  private final String self;
  private final Map<String, TreeMap<String, Row>> tables = new HashMap<>();
  private final Map<String, LeaseRow> leases = new HashMap<>();
  private final LinkedHashMap<Long, Boolean> commits = new LinkedHashMap<>();
  private final TreeMap<String, Out> outbox = new TreeMap<>();
  private final TreeMap<StreamId, Position> streams = new TreeMap<>();
  private final Map<String, Map<String, TopicPosition>> offsets = new HashMap<>();
  private final Map<String, Map<Statements.Key, Long>> statements = new HashMap<>();
  private final Map<String, Long> sequences = new HashMap<>();

  private static final class LeaseRow {
    Lease lease = new Lease(0, "", Instant.EPOCH);
    long round;
    Instant clock = Instant.EPOCH;
  }

  private static final class Out {
    long given;
    final TreeMap<Long, Stored> rows = new TreeMap<>();
  }

  /** An outbox row: the messages {@code first..last}, as bytes. */
  public record Stored(long first, long last, ByteString run) {

    /** Its messages. */
    public List<ByteString> messages() {
      try {
        return OutboxRun.parseFrom(run).getMessagesList();
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A lease just taken. */
  public record Taken(long epoch, long round, Instant clock, Instant now) {}

  /** The database of the end {@code self}. */
  public Store(String self) {
    this.self = self;
  }

  /** A table of the service's own, by key. */
  public NavigableMap<String, Row> table(String name) {
    return tables.computeIfAbsent(name, _ -> new TreeMap<>());
  }

  /** All of the service's tables. */
  public Map<String, TreeMap<String, Row>> tables() {
    return new TreeMap<>(tables);
  }

  /** The next number of a sequence. */
  public long next(String sequence) {
    return sequences.merge(sequence, 1L, Long::sum);
  }

  private LeaseRow lease(String scope) {
    return leases.computeIfAbsent(scope, _ -> new LeaseRow());
  }

  /** The epoch that owns a scope. */
  public long epoch(String scope) {
    return lease(scope).lease.epoch();
  }

  /** When the lease of a scope runs out, if nobody renews it. */
  public Instant until(String scope) {
    return lease(scope).lease.until();
  }

  /** Takes the lease if nobody holds it. */
  public Optional<Taken> take(String scope, String holder, Instant now) {
    var row = lease(scope);
    if (!row.lease.mayBeTaken(now)) {
      return Optional.empty();
    }
    row.lease = new Lease(row.lease.epoch() + 1, holder, now.plus(Lease.LENGTH));
    return Optional.of(new Taken(row.lease.epoch(), row.round, row.clock, now));
  }

  /** Holds it for longer; false when it is lost. */
  public boolean renew(String scope, long epoch, Instant now) {
    var row = lease(scope);
    if (!row.lease.isOf(epoch)) {
      return false;
    }
    row.lease = new Lease(epoch, row.lease.holder(), now.plus(Lease.LENGTH));
    return true;
  }

  /** Gives it back. */
  public void release(String scope, long epoch) {
    var row = lease(scope);
    if (row.lease.isOf(epoch)) {
      row.lease = new Lease(epoch, row.lease.holder(), Instant.EPOCH);
    }
  }

  /** The first statement of a round's transaction. */
  public void round(String scope, long epoch, long round, Instant clock, Instant now) {
    if (!renew(scope, epoch, now)) {
      throw new LeaseLost(scope, epoch);
    }
    lease(scope).round = round;
    lease(scope).clock = clock;
  }

  /** Stores a commit id; it must be new. */
  public void commitId(long id) {
    if (commits.put(id, true) != null) {
      throw new IllegalStateException("commit id " + id + " is there already");
    }
    if (commits.size() > 5_000) {
      commits.remove(commits.firstEntry().getKey());
    }
  }

  /** Whether a commit went through. */
  public boolean committed(long id) {
    return commits.containsKey(id);
  }

  /** What became of a commit. */
  public CommitVerdict readBack(String scope, long epoch, long id) {
    return CommitVerdict.of(epoch, lease(scope).lease.epoch(), committed(id));
  }

  /** How far inputs are stored. */
  public Assembly.Stored stored(String scope) {
    return new Assembly.Stored(
        Map.copyOf(streams),
        Map.copyOf(offsets.getOrDefault(scope, Map.of())),
        Map.copyOf(statements.getOrDefault(scope, Map.of())));
  }

  /** Where a stream's consumer stands. */
  public long last(StreamId stream) {
    return streams.getOrDefault(stream, Position.NONE).last();
  }

  /** Stores how far inputs were read. */
  public void advance(String scope, Advance advance) {
    streams.putAll(advance.streams());
    offsets.computeIfAbsent(scope, _ -> new HashMap<>()).putAll(advance.offsets());
    statements.computeIfAbsent(scope, _ -> new HashMap<>()).putAll(advance.statements());
  }

  /** Gives messages their numbers and stores them, one row a destination. */
  public void append(Map<String, List<ByteString>> messages) {
    new TreeMap<>(messages)
        .forEach(
            (to, list) -> {
              var out = outbox.computeIfAbsent(to, _ -> new Out());
              long first = out.given + 1;
              out.given += list.size();
              var run = OutboxRun.newBuilder().addAllMessages(list).build().toByteString();
              out.rows.put(out.given, new Stored(first, out.given, run));
            });
  }

  /** All streams that ever sent. */
  public List<Lane.Stream> sending() {
    var all = new ArrayList<Lane.Stream>();
    outbox.forEach(
        (to, out) -> {
          long acked =
              out.rows.isEmpty() ? out.given : out.rows.firstEntry().getValue().first() - 1;
          all.add(new Lane.Stream(to, Lineage.FIRST, out.given, acked, Optional.empty()));
        });
    return all;
  }

  /** The next rows to a destination that hold {@code from} or more. */
  public List<Stored> rows(String to, long from, int limit) {
    var out = outbox.get(to);
    return out == null
        ? List.of()
        : out.rows.tailMap(from, true).values().stream().limit(limit).toList();
  }

  /** Cuts what was acknowledged. */
  public void cut(String to, long acked) {
    var out = outbox.get(to);
    if (out != null) {
      out.rows.headMap(acked, true).clear();
    }
  }

  /** Rows that nobody has acknowledged. */
  public int unsent() {
    return outbox.values().stream().mapToInt(out -> out.rows.size()).sum();
  }

  /** This end's name. */
  public String self() {
    return self;
  }
}
