package io.longshore.queue.shell;

import com.google.protobuf.InvalidProtocolBufferException;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.internal.v1.EndedAttempts;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.kit.core.Undecodable;
import io.longshore.kit.shell.db.Db;
import io.longshore.kit.wire.Inputs.Message;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.Changes;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.JobTable.JobRow;
import io.longshore.queue.shell.db.OutgoingTable.Outgoing;
import io.longshore.queue.wire.EventWire;
import io.longshore.queue.wire.ViewWire;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Turns changes of jobs into rows and public events. */
final class ChangeDesk {

  private static final Logger LOG = Logger.getLogger(ChangeDesk.class);

  private final Db db;
  private final Telling telling;

  ChangeDesk(Db db, Telling telling) {
    this.db = db;
    this.telling = telling;
  }

  /**
   * How public events are told.
   *
   * @param environmentValues whether they carry the values of environment variables
   */
  record Telling(Arns arns, String region, boolean environmentValues) {}

  /**
   * What changes come to.
   *
   * @param rows to write
   * @param events to send
   * @param movedOn jobs that are no longer SUBMITTED, by queue
   */
  record Changed(Collection<JobRow> rows, List<Outgoing> events, Map<String, Integer> movedOn) {

    static final Changed NONE = new Changed(List.of(), List.of(), Map.of());
  }

  /** What the changes come to; reads the rows that they are about. */
  Uni<Changed> apply(List<Message> messages) {
    if (messages.isEmpty()) {
      return Uni.createFrom().item(Changed.NONE);
    }
    var changes = messages.stream().map(ChangeDesk::change).toList();
    var ids = new HashSet<JobId>();
    for (JobChange change : changes) {
      ids.add(id(change));
      ids.add(JobId.of(change.getJobId()));
    }
    return db.read(tx -> JobTable.rows(tx, ids)).map(rows -> fold(changes, rows));
  }

  private static JobChange change(Message message) {
    try {
      return JobChange.parseFrom(message.body());
    } catch (InvalidProtocolBufferException e) {
      throw new Undecodable("job change " + message.number(), e);
    }
  }

  private static JobId id(JobChange change) {
    return change.hasArrayIndex()
        ? JobId.child(change.getJobId(), change.getArrayIndex())
        : JobId.of(change.getJobId());
  }

  private Changed fold(List<JobChange> changes, Map<JobId, JobRow> stored) {
    var written = new LinkedHashMap<JobId, JobRow>();
    var events = new ArrayList<Outgoing>();
    var movedOn = new HashMap<String, Integer>();
    for (JobChange change : changes) {
      JobId id = id(change);
      JobRow job = stored.get(JobId.of(change.getJobId()));
      JobRow before = written.getOrDefault(id, stored.get(id));
      if (job == null) {
        LOG.warnf("change of a job that is forgotten job=%s state=%s", id, change.getState());
      } else if (Changes.replaces(before == null ? 0 : before.version(), change.getVersion())) {
        JobRow after = after(id, job, before, change);
        written.put(id, after);
        if (before != null && movesOn(before, after)) {
          movedOn.merge(after.queueArn(), 1, Integer::sum);
        }
        event(job, before, after, change, events);
        LOG.infof(
            "job moved job=%s to=%s attempt=%d why=%s round=%d",
            id,
            JobStatus.of(after.status()),
            change.getAttempt(),
            change.getStatusReason(),
            change.getRound());
      }
    }
    return new Changed(written.values(), List.copyOf(events), movedOn);
  }

  /** Whether the change is the one that the cap on SUBMITTED jobs counts. */
  private static boolean movesOn(JobRow before, JobRow after) {
    return after.id().whole()
        && JobStatus.of(before.status()) == JobStatus.SUBMITTED
        && JobStatus.of(after.status()) != JobStatus.SUBMITTED;
  }

  private static JobRow after(JobId id, JobRow job, @Nullable JobRow before, JobChange change) {
    byte[] attempts = before == null ? new byte[0] : before.attempts();
    if (change.hasEndedAttempt()) {
      attempts =
          Parse.of(EndedAttempts.parser(), attempts).toBuilder()
              .addAttempts(change.getEndedAttempt())
              .build()
              .toByteArray();
    }
    return new JobRow(
        id,
        job.queueArn(),
        job.name(),
        job.definitionArn(),
        change.getState().getNumber(),
        change.getVersion(),
        job.createdAt(),
        JobStatus.of(change.getState().getNumber()).isFinal() ? (Long) stopped(change) : null,
        job.arraySize(),
        id.whole() ? job.detail() : new byte[0],
        change.toByteArray(),
        attempts);
  }

  private static long stopped(JobChange change) {
    return change.hasStoppedAt() ? change.getStoppedAt() : change.getAt();
  }

  private void event(
      JobRow job, @Nullable JobRow before, JobRow after, JobChange change, List<Outgoing> events) {
    var from = before == null ? null : JobStatus.of(before.status());
    if (!Changes.told(from, JobStatus.of(after.status()))) {
      return;
    }
    var detail =
        ViewWire.detail(
            Views.stored(after, Parse.of(JobDetail.parser(), job.detail())), telling.arns());
    var id = Changes.eventId(after.id().toString(), change.getVersion());
    var event =
        EventWire.event(
            id,
            detail,
            Instant.ofEpochMilli(change.getAt()),
            change.getVersion(),
            telling.arns(),
            telling.environmentValues());
    // CloudEvents' binary mode: attributes are headers, the body is the event.
    var headers =
        List.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            id.toString(),
            "ce_type",
            "aws.batch.job.state-change",
            "ce_source",
            "longshore/" + telling.region(),
            "ce_subject",
            after.id().toString(),
            "ce_time",
            Instant.ofEpochMilli(change.getAt()).toString(),
            "content-type",
            "application/protobuf");
    events.add(new Outgoing(Ends.JOB_EVENTS, job.id().toString(), headers, event.toByteArray()));
  }
}
