package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns.DefinitionRef;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Revisions of job definitions. */
public final class DefinitionTable {

  private static final String COLUMNS = "name, revision, active, detail";

  /** A revision; {@code detail} is a JobDefinition. */
  public record Revision(String name, int revision, boolean active, byte[] detail) {

    /** The same row with what it holds replaced. */
    public Revision with(byte[] other) {
      return new Revision(name, revision, active, other);
    }
  }

  private DefinitionTable() {}

  /** The number that a name's next revision gets. */
  public static Uni<Integer> nextRevision(Tx tx, String name) {
    return tx.rows(
            """
            insert into definition_revision as r (name, last) values ($1, 1)
            on conflict (name) do update set last = r.last + 1 returning last
            """,
            name)
        .map(rows -> rows.getFirst().getInteger("last"));
  }

  /** Writes a revision. */
  public static Uni<Void> put(Tx tx, Revision revision) {
    return tx.update(
            """
            insert into definition as d (name, revision, active, detail, inactive_at)
            values ($1, $2, $3, $4,
              case when not $3 then (extract(epoch from clock_timestamp()) * 1000)::bigint end)
            on conflict (name, revision) do update set active = excluded.active, detail = excluded.detail,
              inactive_at = case when not excluded.active then coalesce(d.inactive_at, excluded.inactive_at) end
            """,
            revision.name(),
            revision.revision(),
            revision.active(),
            Buffer.buffer(revision.detail()))
        .replaceWithVoid();
  }

  /** The ACTIVE revisions that references without and with a revision mean. */
  public static Uni<List<Revision>> active(Tx tx, Collection<DefinitionRef> refs) {
    String[] newest =
        refs.stream()
            .filter(r -> r.revision().isEmpty())
            .map(DefinitionRef::name)
            .distinct()
            .toArray(String[]::new);
    var exact = refs.stream().filter(r -> r.revision().isPresent()).distinct().toList();
    return tx.rows(
            """
            (select distinct on (name) name, revision, active, detail from definition
              where name = any($1) and active order by name, revision desc)
            union
            select d.name, d.revision, d.active, d.detail from definition d
              join unnest($2::text[], $3::int[]) as u(name, revision) using (name, revision)
              where d.active
            """,
            newest,
            Rows.strings(exact, DefinitionRef::name),
            Rows.ints(exact, r -> r.revision().getAsInt()))
        .map(DefinitionTable::revisions);
  }

  /** One revision, ACTIVE or not. */
  public static Uni<Optional<Revision>> one(Tx tx, String name, int revision) {
    return tx.rows(
            "select " + COLUMNS + " from definition where name = $1 and revision = $2",
            name,
            revision)
        .map(rows -> revisions(rows).stream().findFirst());
  }

  /** Those of these revisions that are there, ACTIVE or not; each reference has a revision. */
  public static Uni<Map<DefinitionRef, Revision>> named(Tx tx, Collection<DefinitionRef> refs) {
    return tx.rows(
            """
            select d.name, d.revision, d.active, d.detail from definition d
              join unnest($1::text[], $2::int[]) as u(name, revision) using (name, revision)
            """,
            Rows.strings(refs, DefinitionRef::name),
            Rows.ints(refs, r -> r.revision().orElseThrow()))
        .map(
            rows -> {
              var found = new HashMap<DefinitionRef, Revision>();
              revisions(rows)
                  .forEach(
                      r -> found.put(new DefinitionRef(r.name(), OptionalInt.of(r.revision())), r));
              return found;
            });
  }

  /** Deletes revisions that have been INACTIVE since before a time, in epoch milliseconds. */
  public static Uni<Integer> deleteInactive(Tx tx, long before, int limit) {
    return tx.update(
        """
        delete from definition where ctid = any(array(
          select ctid from definition where inactive_at < $1 order by inactive_at limit $2))
        """,
        before,
        limit);
  }

  /**
   * A page in the order of name and falling revision.
   *
   * @param name only this name; empty for all
   * @param active only ACTIVE or only INACTIVE ones; empty for both
   * @param afterName the last name of the page before, empty for the first page
   */
  public static Uni<List<Revision>> page(
      Tx tx,
      Optional<String> name,
      Optional<Boolean> active,
      String afterName,
      int afterRevision,
      int limit) {
    return tx.rows(
            """
            select name, revision, active, detail from definition
             where ($1::text is null or name = $1) and ($2::boolean is null or active = $2)
               and (name > $3 or (name = $3 and revision < $4))
             order by name, revision desc limit $5
            """,
            name.orElse(null),
            active.orElse(null),
            afterName,
            afterRevision,
            limit)
        .map(DefinitionTable::revisions);
  }

  private static List<Revision> revisions(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                new Revision(
                    row.getString("name"),
                    row.getInteger("revision"),
                    row.getBoolean("active"),
                    Rows.bytes(row, "detail")))
        .toList();
  }
}
