package io.longshore.kit.shell.db;

import io.longshore.kit.core.Lease;
import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The lease row of one scope: taken, renewed and given back by compare-and-set. */
public final class LeaseTable {

  private static final String LENGTH = "interval '" + Lease.LENGTH.toSeconds() + " seconds'";

  private static final String PREPARE =
      "insert into kit_lease (scope) values ($1) on conflict do nothing";

  private static final String TAKE =
      """
      update kit_lease
         set epoch = epoch + 1, holder = $2, until = clock_timestamp() + %s
       where scope = $1 and until <= clock_timestamp()
      returning epoch, round, clock, clock_timestamp() as now
      """
          .formatted(LENGTH);

  private static final String RENEW =
      """
      update kit_lease set until = clock_timestamp() + %s
       where scope = $1 and epoch = $2
      returning clock_timestamp() as now
      """
          .formatted(LENGTH);

  private static final String ROUND =
      """
      update kit_lease set until = clock_timestamp() + %s, round = $3, clock = $4
       where scope = $1 and epoch = $2
      returning clock_timestamp() as now
      """
          .formatted(LENGTH);

  private static final String RELEASE =
      "update kit_lease set until = 'epoch' where scope = $1 and epoch = $2";

  // Conflicts with whatever changes the row, and with nothing that only reads it.
  private static final String HOLD =
      "select epoch from kit_lease where scope = $1 and epoch = $2 for share";

  private static final String READ = "select epoch, holder, until from kit_lease where scope = $1";

  private final Db db;
  private final String scope;

  /** The row of {@code scope}; it is made when first asked for. */
  public LeaseTable(Db db, String scope) {
    this.db = db;
    this.scope = scope;
  }

  /**
   * A lease just taken.
   *
   * @param epoch the new epoch
   * @param round number of the last committed round
   * @param clock the time that round was decided at
   * @param now the database's clock
   */
  public record Taken(long epoch, long round, Instant clock, Instant now) {}

  /** Takes the lease if nobody holds it at the database's now. */
  public Uni<Optional<Taken>> take(String holder) {
    return db.write(
        tx ->
            tx.update(PREPARE, scope)
                .chain(_ -> tx.rows(TAKE, scope, holder))
                .map(rows -> first(rows).map(LeaseTable::taken)));
  }

  /** Holds it for another {@link Lease#LENGTH}; empty when it is lost. */
  public Uni<Optional<Instant>> renew(long epoch) {
    return db.write(tx -> tx.rows(RENEW, scope, epoch))
        .map(rows -> first(rows).map(row -> instant(row, "now")));
  }

  /** Gives it back, so that the next owner need not wait; does nothing if it is lost. */
  public Uni<Void> release(long epoch) {
    return db.write(tx -> tx.update(RELEASE, scope, epoch)).replaceWithVoid();
  }

  /**
   * Runs a transaction beside the rounds, of at most 5 s, that a former owner cannot commit: fails
   * with {@link LeaseLost} unless {@code epoch} owns the scope, and holds off a successor until it
   * ends.
   */
  public <T> Uni<T> under(long epoch, Function<Tx, Uni<T>> work) {
    return db.write(
        tx ->
            tx.rows(HOLD, scope, epoch)
                .chain(rows -> rows.isEmpty() ? lost(epoch) : work.apply(tx)));
  }

  private <T> Uni<T> lost(long epoch) {
    return Uni.createFrom().failure(() -> new LeaseLost(scope, epoch));
  }

  /**
   * The first statement of a round's transaction: fails with {@link LeaseLost} unless {@code epoch}
   * owns the scope, and holds off a successor until the transaction ends.
   *
   * @return the database's clock
   */
  Uni<Instant> round(Tx tx, long epoch, long round, Instant clock) {
    return tx.rows(ROUND, scope, epoch, round, clock)
        .map(
            rows ->
                first(rows)
                    .map(row -> instant(row, "now"))
                    .orElseThrow(() -> new LeaseLost(scope, epoch)));
  }

  /** Whether {@code epoch} owns the scope as this transaction sees it; holds off no successor. */
  public Uni<Boolean> owned(Tx tx, long epoch) {
    return read(tx).map(lease -> lease.epoch() == epoch);
  }

  /** The row as it stands. */
  Uni<Lease> read(Tx tx) {
    return tx.rows(READ, scope)
        .map(
            rows ->
                first(rows)
                    .map(
                        row ->
                            new Lease(
                                row.getLong("epoch"),
                                row.getString("holder"),
                                instant(row, "until")))
                    .orElse(new Lease(0, "", Instant.EPOCH)));
  }

  private static Taken taken(Row row) {
    return new Taken(
        row.getLong("epoch"), row.getLong("round"), instant(row, "clock"), instant(row, "now"));
  }

  static Instant instant(Row row, String column) {
    return row.get(OffsetDateTime.class, column).toInstant();
  }

  static Optional<Row> first(List<Row> rows) {
    return rows.stream().findFirst();
  }
}
