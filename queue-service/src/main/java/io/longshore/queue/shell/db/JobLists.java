package io.longshore.queue.shell.db;

import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.view.JobQuery.Filter;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.JobTable.JobRow;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pages of a queue's jobs, newest first, each found by one of the table's indexes. */
public final class JobLists {

  /** Behind every character of a name or ARN. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private JobLists() {}

  /**
   * A page.
   *
   * @param after creation time and id of the last job of the page before, empty for the first page
   * @param limit most rows
   */
  public static Uni<List<JobRow>> page(
      Tx tx,
      String queueArn,
      @Nullable JobStatus status,
      Filter filter,
      List<String> after,
      int limit) {
    var query = query(queueArn, status, filter, after, limit);
    return tx.rows(query.sql(), query.values().toArray())
        .map(rows -> rows.stream().map(JobTable::row).toList());
  }

  /** A statement and its parameters. */
  record Query(String sql, List<Object> values) {}

  static Query query(
      String queueArn, @Nullable JobStatus status, Filter filter, List<String> after, int limit) {
    var where = new Where();
    where.and("queue_arn = ?", queueArn);
    if (status != null) {
      where.and("status = ?::smallint", status.number());
    }
    filter(filter, where);
    if (!after.isEmpty()) {
      where.and(
          "(created_at, id) < (?, ?)", Long.parseLong(after.get(0)), UUID.fromString(after.get(1)));
    }
    return new Query(
        "select "
            + JobTable.COLUMNS
            + " from job where child = -1"
            + where.sql
            + " order by created_at desc, id desc limit "
            + limit,
        where.values);
  }

  private static void filter(Filter filter, Where where) {
    switch (filter) {
      case Filter.All _ -> {}
      case Filter.Name(var lower, var prefix) -> {
        if (prefix) {
          where.begins("lower(name)", lower);
        } else {
          where.and("lower(name) = ?", lower);
        }
      }
      case Filter.Definition(var arn, var prefix) -> {
        if (prefix) {
          where.begins("definition_arn", arn);
        } else {
          where.and("definition_arn = ?", arn);
        }
      }
      case Filter.Before(var millis) -> where.and("created_at < ?", millis);
      case Filter.After(var millis) -> where.and("created_at > ?", millis);
      // No job has a share until there are fair-share queues.
      case Filter.Share _ -> where.and("false");
    }
  }

  /** Conditions with their values. */
  private static final class Where {
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /**
     * Text that begins so. A range in the order of the index: of {@code like} with a parameter the
     * planner knows no beginning, so a plan that it keeps would not use the index.
     */
    void begins(String expression, String prefix) {
      and(expression + " ~>=~ ?", prefix);
      and(expression + " ~<~ ?", prefix + LAST);
    }

    void and(String condition, Object... parameters) {
      String text = condition;
      for (Object parameter : parameters) {
        values.add(parameter);
        text = text.replaceFirst("\\?", "\\$" + values.size());
      }
      sql.append(" and ").append(text);
    }
  }
}
