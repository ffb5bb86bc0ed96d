package io.longshore.kit.shell.db;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.testing.PostgresResource;
import io.longshore.kit.wire.Advance;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** A fresh database, ledgers on it, and rounds to commit. */
final class Rig implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final DbSettings settings = PostgresResource.migrated("kit");
  private final List<Db> open = new ArrayList<>();
  private final Db db = db(settings.url());

  Rig() {
    run(tx -> tx.update("create table thing (id int primary key, epoch bigint)"));
  }

  Vertx vertx() {
    return vertx;
  }

  Db db() {
    return db;
  }

  /** The schema's name, for JDBC. */
  String schema() {
    return settings.schema();
  }

  /** Another process's pool, by way of {@code port}. */
  Db through(int port) {
    return db(settings.url().replaceFirst(":\\d+/", ":" + port + "/"));
  }

  private Db db(String url) {
    var made =
        new Db(vertx, DbSettings.of(url, settings.user(), settings.password(), settings.schema()));
    open.add(made);
    return made;
  }

  CellLedger ledger() {
    return new CellLedger(db, "scope", "me", 0);
  }

  static CellLedger ledger(Db over) {
    return new CellLedger(over, "scope", "me", 0);
  }

  LeaseTable.Taken take(CellLedger ledger, String holder) {
    return await(ledger.lease().take(holder)).orElseThrow();
  }

  /** The lease is over, as after 10 s of silence. */
  void expire() {
    run(tx -> tx.update("update kit_lease set until = clock_timestamp() - interval '1 second'"));
  }

  static Round round(long epoch, long number, Step step) {
    return new Round(
        UUID.randomUUID(), epoch, number, Instant.EPOCH.plusSeconds(number), step, Advance.NONE);
  }

  static Step writes(Function<Tx, Uni<Void>> writes, Step.Out... messages) {
    return new Step(writes, List.of(messages), List.of(), List.of(), Optional.empty());
  }

  static Step thing(int id, long epoch, Step.Out... messages) {
    return writes(
        tx -> tx.update("insert into thing values ($1, $2)", id, epoch).replaceWithVoid(),
        messages);
  }

  static Step.Out out(String to, String word) {
    return new Step.Out(to, ByteString.copyFromUtf8(word));
  }

  <T> T run(Function<Tx, Uni<T>> work) {
    return await(db.sweep(work));
  }

  long count(String from) {
    return run(tx -> tx.rows("select count(*) from " + from)).getFirst().getLong(0);
  }

  List<Row> rows(String sql) {
    return run(tx -> tx.rows(sql));
  }

  static <T> T await(Uni<T> uni) {
    return uni.await().atMost(PATIENCE);
  }

  @Override
  public void close() {
    open.forEach(Db::close);
    vertx.closeAndAwait();
  }
}
