package io.longshore.capacity.shell.db;

import com.google.protobuf.ByteString;
import io.longshore.capacity.core.reconcile.Change;
import io.longshore.capacity.core.reconcile.KnownInstance;
import io.longshore.capacity.core.reconcile.KnownInstance.Mark;
import io.longshore.capacity.core.reconcile.Trouble;
import io.longshore.capacity.wire.RegistryWire;
import io.longshore.kit.shell.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Environments, instances and troubles: one statement a table and step, whatever their number. */
public final class CapacityRows {

  private static final String ENVIRONMENTS =
      """
      insert into environment (arn, version, body)
      select * from unnest($1::text[], $2::bigint[], $3::bytea[])
      on conflict (arn) do update set version = excluded.version, body = excluded.body
      """;

  private static final String INSTANCES =
      """
      insert into instance (id, environment_arn, type, launched_at, marks)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
      on conflict (id) do update set marks = excluded.marks
      """;

  private static final String TROUBLES =
      """
      insert into trouble (environment_arn, code, message, since, never_joined)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::int[])
      on conflict (environment_arn) do update set
        code = excluded.code, message = excluded.message,
        since = excluded.since, never_joined = excluded.never_joined
      """;

  private CapacityRows() {}

  /** All rows as the changes that made them, and the bytes of the environments. */
  public record Stored(List<Change> changes, Map<String, ByteString> bodies) {}

  /** Reads all rows. */
  public static Uni<Stored> load(Tx tx, int cell) {
    var changes = new ArrayList<Change>();
    var bodies = new LinkedHashMap<String, ByteString>();
    return tx.rows("select arn, body from environment order by arn")
        .invoke(
            rows -> {
              for (var row : rows) {
                var body = ByteString.copyFrom(row.getBuffer("body").getBytes());
                bodies.put(row.getString("arn"), body);
                RegistryWire.read(body, cell)
                    .ifPresent(e -> changes.add(new Change.EnvironmentPut(e)));
              }
            })
        .chain(() -> tx.rows("select * from instance order by id"))
        .invoke(rows -> rows.forEach(row -> changes.add(new Change.InstancePut(instance(row)))))
        .chain(() -> tx.rows("select * from trouble order by environment_arn"))
        .invoke(rows -> rows.forEach(row -> changes.add(new Change.TroublePut(trouble(row)))))
        .map(rows -> new Stored(List.copyOf(changes), bodies));
  }

  private static KnownInstance instance(Row row) {
    return new KnownInstance(
        row.getString("id"),
        row.getString("environment_arn"),
        row.getString("type"),
        row.getOffsetDateTime("launched_at").toInstant(),
        marks(row.getString("marks")));
  }

  private static Trouble trouble(Row row) {
    return new Trouble(
        row.getString("environment_arn"),
        row.getString("code"),
        row.getString("message"),
        row.getOffsetDateTime("since").toInstant(),
        row.getInteger("never_joined"));
  }

  private static Set<Mark> marks(String words) {
    return words.isEmpty()
        ? Set.of()
        : Arrays.stream(words.split(",")).map(Mark::valueOf).collect(Collectors.toSet());
  }

  /**
   * Writes a step's changes; the last of a key is the one that holds.
   *
   * @param bodies the wire bytes of the environments that changed
   */
  public static Uni<Void> write(Tx tx, List<Change> changes, Map<String, ByteString> bodies) {
    var environments = new LinkedHashMap<String, Change.@Nullable EnvironmentPut>();
    var instances = new LinkedHashMap<String, @Nullable KnownInstance>();
    var troubles = new LinkedHashMap<String, Trouble>();
    for (var change : changes) {
      switch (change) {
        case Change.EnvironmentPut put -> environments.put(put.environment().arn(), put);
        case Change.EnvironmentForgotten(var arn) -> environments.put(arn, null);
        case Change.InstancePut(var instance) -> instances.put(instance.id(), instance);
        case Change.InstanceForgotten(var id) -> instances.put(id, null);
        case Change.TroublePut(var trouble) -> troubles.put(trouble.environmentArn(), trouble);
      }
    }
    return environments(tx, environments, bodies)
        .chain(() -> instances(tx, instances))
        .chain(() -> troubles(tx, troubles.values()))
        .chain(() -> forget(tx, environments));
  }

  private static Uni<Void> environments(
      Tx tx, Map<String, Change.@Nullable EnvironmentPut> changed, Map<String, ByteString> bodies) {
    var puts = changed.values().stream().filter(put -> put != null).toList();
    return puts.isEmpty()
        ? Uni.createFrom().voidItem()
        : tx.query(
                ENVIRONMENTS,
                texts(puts, put -> put.environment().arn()),
                puts.stream().map(put -> put.environment().version()).toArray(Long[]::new),
                puts.stream()
                    .map(put -> bodies.get(put.environment().arn()))
                    .map(body -> Buffer.buffer(body.toByteArray()))
                    .toArray(Buffer[]::new))
            .replaceWithVoid();
  }

  private static Uni<Void> instances(Tx tx, Map<String, @Nullable KnownInstance> changed) {
    var puts = changed.values().stream().filter(instance -> instance != null).toList();
    Uni<Void> written = Uni.createFrom().voidItem();
    if (!puts.isEmpty()) {
      written =
          tx.query(
                  INSTANCES,
                  texts(puts, KnownInstance::id),
                  texts(puts, KnownInstance::environmentArn),
                  texts(puts, KnownInstance::type),
                  times(puts, KnownInstance::launchedAt),
                  texts(puts, CapacityRows::words))
              .replaceWithVoid();
    }
    var gone = gone(changed);
    return gone.length == 0
        ? written
        : written
            .chain(() -> tx.query("delete from instance where id = any ($1)", (Object) gone))
            .replaceWithVoid();
  }

  private static String words(KnownInstance instance) {
    return instance.marks().stream().sorted().map(Mark::name).collect(Collectors.joining(","));
  }

  private static Uni<Void> troubles(Tx tx, Collection<Trouble> troubles) {
    return troubles.isEmpty()
        ? Uni.createFrom().voidItem()
        : tx.query(
                TROUBLES,
                texts(troubles, Trouble::environmentArn),
                texts(troubles, Trouble::code),
                texts(troubles, Trouble::message),
                times(troubles, Trouble::since),
                troubles.stream().map(Trouble::neverJoined).toArray(Integer[]::new))
            .replaceWithVoid();
  }

  private static Uni<Void> forget(Tx tx, Map<String, Change.@Nullable EnvironmentPut> changed) {
    var gone = gone(changed);
    return gone.length == 0
        ? Uni.createFrom().voidItem()
        : tx.query("delete from environment where arn = any ($1)", (Object) gone)
            .chain(
                () ->
                    tx.query("delete from trouble where environment_arn = any ($1)", (Object) gone))
            .replaceWithVoid();
  }

  private static String[] gone(Map<String, ?> changed) {
    return changed.keySet().stream().filter(key -> changed.get(key) == null).toArray(String[]::new);
  }

  private static <T> String[] texts(Collection<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  private static <T> OffsetDateTime[] times(Collection<T> rows, Function<T, Instant> column) {
    return rows.stream()
        .map(row -> column.apply(row).atOffset(ZoneOffset.UTC))
        .toArray(OffsetDateTime[]::new);
  }
}
