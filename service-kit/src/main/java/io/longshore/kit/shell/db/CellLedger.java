package io.longshore.kit.shell.db;

import io.longshore.kit.core.CommitVerdict;
import io.longshore.kit.core.Reception.Position;
import io.longshore.kit.core.Statements;
import io.longshore.kit.core.StreamId;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.wire.Advance;
import io.longshore.kit.wire.Assembly;
import io.longshore.kit.wire.TopicPosition;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The transaction of a lease holder's round, and its reading back. What it commits, it commits
 * whole: the program's rows, what was read, what is to be sent, the clock.
 */
public final class CellLedger {

  static final String COMMIT_ID = "insert into kit_commit (id, scope) values ($1, $2)";

  static final String COMMIT_THERE = "select 1 from kit_commit where id = $1";

  private static final String STREAMS_IN =
      """
      insert into kit_stream_in (sender, receiver, cell, incarnation, last)
      select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[])
      on conflict (sender, receiver, cell)
      do update set incarnation = excluded.incarnation, last = excluded.last
      """;

  private static final String OFFSETS =
      """
      insert into kit_offset (scope, topic, topic_id, next_offset)
      select $1, * from unnest($2::text[], $3::text[], $4::bigint[])
      on conflict (scope, topic)
      do update set topic_id = excluded.topic_id, next_offset = excluded.next_offset
      """;

  private static final String STATEMENTS =
      """
      insert into kit_statement_in (scope, topic, sender, subject, version)
      select $1, * from unnest($2::text[], $3::text[], $4::text[], $5::bigint[])
      on conflict (scope, topic, sender, subject)
      do update set version = excluded.version, at = clock_timestamp()
      """;

  private final Db db;
  private final String scope;
  private final String self;
  private final int cell;
  private final LeaseTable lease;
  private final OutboxTable outbox;
  private final QuarantineTable quarantine;

  /** The ledger of {@code scope}, whose stream end is {@code self}. */
  public CellLedger(Db db, String scope, String self, int cell) {
    this.db = db;
    this.scope = scope;
    this.self = self;
    this.cell = cell;
    this.lease = new LeaseTable(db, scope);
    this.outbox = new OutboxTable(db, self, cell);
    this.quarantine = new QuarantineTable(scope);
  }

  /** The lease row. */
  public LeaseTable lease() {
    return lease;
  }

  /** The outbox. */
  public OutboxTable outbox() {
    return outbox;
  }

  /** Inputs that were put aside. */
  public QuarantineTable quarantine() {
    return quarantine;
  }

  /** How far the scope's inputs are stored. */
  public Uni<Assembly.Stored> stored(Tx tx) {
    Map<StreamId, Position> streams = new HashMap<>();
    Map<String, TopicPosition> offsets = new HashMap<>();
    Map<Statements.Key, Long> statements = new HashMap<>();
    return tx.rows(
            "select sender, incarnation, last from kit_stream_in where receiver = $1 and cell = $2",
            self,
            cell)
        .invoke(
            rows ->
                rows.forEach(
                    row ->
                        streams.put(
                            new StreamId(row.getString("sender"), self, cell),
                            new Position(row.getLong("incarnation"), row.getLong("last")))))
        .chain(
            _ ->
                tx.rows(
                    "select topic, topic_id, next_offset from kit_offset where scope = $1", scope))
        .invoke(
            rows ->
                rows.forEach(
                    row ->
                        offsets.put(
                            row.getString("topic"),
                            new TopicPosition(
                                row.getString("topic_id"), row.getLong("next_offset")))))
        .chain(
            _ ->
                tx.rows(
                    "select topic, sender, subject, version from kit_statement_in where scope = $1",
                    scope))
        .invoke(
            rows ->
                rows.forEach(
                    row ->
                        statements.put(
                            new Statements.Key(
                                row.getString("topic"),
                                row.getString("sender"),
                                row.getString("subject")),
                            row.getLong("version"))))
        .map(_ -> new Assembly.Stored(streams, offsets, statements));
  }

  /**
   * Commits a round: the lease's compare-and-set first, the numbers last. Fails with {@link
   * LeaseLost}, or with whatever the database said; then only {@link #readBack} knows.
   *
   * @return the database's clock
   */
  public Uni<Instant> commit(Round round) {
    return db.write(
        tx ->
            lease
                .round(tx, round.epoch(), round.number(), round.at())
                .call(_ -> tx.update(COMMIT_ID, round.id(), scope))
                .call(_ -> round.step().writes().apply(tx))
                .call(_ -> advance(tx, round.advance()))
                .call(_ -> outbox.append(tx, round.step().messages())));
  }

  /** What became of a commit that failed or was not answered. */
  public Uni<CommitVerdict> readBack(long epoch, UUID id) {
    return db.write(
        tx ->
            lease
                .read(tx)
                .chain(
                    row ->
                        tx.rows(COMMIT_THERE, id)
                            .map(found -> CommitVerdict.of(epoch, row.epoch(), !found.isEmpty()))));
  }

  private Uni<Void> advance(Tx tx, Advance advance) {
    return streamsIn(tx, advance)
        .chain(() -> offsets(tx, advance))
        .chain(() -> statements(tx, advance))
        .chain(() -> quarantine(tx, advance));
  }

  private static Uni<Void> streamsIn(Tx tx, Advance advance) {
    var streams = advance.streams();
    if (streams.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    var ids = streams.keySet().stream().sorted().toList();
    return tx.update(
            STREAMS_IN,
            ids.stream().map(StreamId::from).toArray(String[]::new),
            ids.stream().map(StreamId::to).toArray(String[]::new),
            ids.stream().map(StreamId::cell).toArray(Integer[]::new),
            ids.stream().map(id -> streams.get(id).incarnation()).toArray(Long[]::new),
            ids.stream().map(id -> streams.get(id).last()).toArray(Long[]::new))
        .replaceWithVoid();
  }

  private Uni<Void> offsets(Tx tx, Advance advance) {
    if (advance.offsets().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    var topics = advance.offsets().keySet().stream().sorted().toList();
    var offsets = topics.stream().map(advance.offsets()::get).toList();
    return tx.update(
            OFFSETS,
            scope,
            topics.toArray(String[]::new),
            offsets.stream().map(TopicPosition::topicId).toArray(String[]::new),
            offsets.stream().map(TopicPosition::next).toArray(Long[]::new))
        .replaceWithVoid();
  }

  private Uni<Void> statements(Tx tx, Advance advance) {
    if (advance.statements().isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    var keys = advance.statements().keySet().stream().toList();
    return tx.update(
            STATEMENTS,
            scope,
            keys.stream().map(Statements.Key::topic).toArray(String[]::new),
            keys.stream().map(Statements.Key::from).toArray(String[]::new),
            keys.stream().map(Statements.Key::subject).toArray(String[]::new),
            keys.stream().map(advance.statements()::get).toArray(Long[]::new))
        .replaceWithVoid();
  }

  private Uni<Void> quarantine(Tx tx, Advance advance) {
    var added =
        advance
            .quarantined()
            .map(input -> quarantine.add(tx, input))
            .orElseGet(() -> Uni.createFrom().voidItem());
    return advance
        .resolved()
        .map(row -> added.chain(() -> quarantine.resolve(tx, row)))
        .orElse(added);
  }
}
