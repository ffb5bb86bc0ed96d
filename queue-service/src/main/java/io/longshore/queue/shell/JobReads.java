package io.longshore.queue.shell;

import io.longshore.api.batch.v1.DescribeJobsRequest;
import io.longshore.api.batch.v1.DescribeJobsResponse;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.KeyValuesPair;
import io.longshore.api.batch.v1.ListJobsRequest;
import io.longshore.api.batch.v1.ListJobsResponse;
import io.longshore.api.internal.v1.JobChange;
import io.longshore.api.internal.v1.JobState;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.db.Db;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.view.JobQuery;
import io.longshore.queue.core.view.JobQuery.Scope;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.core.view.Page;
import io.longshore.queue.shell.db.JobLists;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.JobTable.JobRow;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.wire.ViewWire;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads of jobs, from the read model alone. */
final class JobReads {

  private final Db db;
  private final Arns arns;
  private final Limits.Pages limits;

  JobReads(Db db, Arns arns, Limits limits) {
    this.db = db;
    this.arns = arns;
    this.limits = limits.pages();
  }

  /** Jobs and children by id; unknown ids are left out, as on AWS. */
  Uni<Verdict<DescribeJobsResponse>> describe(DescribeJobsRequest request) {
    var refused = Page.describe(request.getJobsList(), limits.describe(), "jobs", "jobs");
    if (refused.isPresent()) {
      return Uni.createFrom().item(Verdict.refuse(refused.get()));
    }
    var asked = new LinkedHashSet<JobId>();
    request.getJobsList().forEach(id -> JobId.parse(bare(id)).ifPresent(asked::add));
    return stored(List.copyOf(asked))
        .map(
            found -> {
              var response = DescribeJobsResponse.newBuilder();
              for (JobId id : asked) {
                var job = found.get(id);
                if (job != null) {
                  response.addJobs(ViewWire.detail(job, arns));
                }
              }
              return Verdict.accept(response.build());
            });
  }

  private String bare(String reference) {
    return arns.name(Arns.Kind.JOB, reference).orElse("");
  }

  /**
   * The jobs and children that exist; a child without a row of its own stands where its parent
   * says.
   */
  Uni<Map<JobId, ViewWire.Stored>> stored(List<JobId> ids) {
    var wanted = new LinkedHashSet<>(ids);
    ids.forEach(id -> wanted.add(JobId.of(id.uuid())));
    return db.read(tx -> JobTable.rows(tx, wanted)).map(rows -> stored(ids, rows));
  }

  private static Map<JobId, ViewWire.Stored> stored(List<JobId> ids, Map<JobId, JobRow> rows) {
    var found = new HashMap<JobId, ViewWire.Stored>();
    for (JobId id : ids) {
      JobRow parent = rows.get(JobId.of(id.uuid()));
      if (parent == null || id.node() != null) {
        continue;
      }
      var detail = Parse.of(JobDetail.parser(), parent.detail());
      JobRow row = rows.get(id);
      if (row != null) {
        found.put(id, Views.stored(row, detail));
      } else if (id.index() != null && id.index() < parent.arraySize()) {
        found.put(id, unstarted(id, parent, detail));
      }
    }
    return found;
  }

  private static ViewWire.Stored unstarted(JobId id, JobRow parent, JobDetail detail) {
    var change = parent.change().length == 0 ? null : Parse.of(JobChange.parser(), parent.change());
    var children = ViewWire.children(parent.arraySize(), JobStatus.of(parent.status()), change);
    int index = id.index() == null ? 0 : id.index();
    var status = children.unstarted(index);
    var own =
        JobChange.newBuilder()
            .setJobId(id.uuid())
            .setArrayIndex(index)
            .setState(JobState.forNumber(status.number()));
    if (change != null && status.isFinal()) {
      own.setStatusReason(change.getStatusReason())
          .setIsCancelled(change.getIsCancelled())
          .setIsTerminated(change.getIsTerminated());
    }
    return new ViewWire.Stored(id, detail, own.build(), List.of(), parent.arraySize());
  }

  /** A page of jobs of a queue or of children of an array. */
  Uni<Verdict<ListJobsResponse>> list(ListJobsRequest request) {
    var query =
        JobQuery.of(
            new JobQuery.Request(
                request.hasJobQueue() ? request.getJobQueue() : null,
                request.hasArrayJobId() ? request.getArrayJobId() : null,
                request.hasMultiNodeJobId() ? request.getMultiNodeJobId() : null,
                status(request),
                request.getFiltersList().stream().map(JobReads::written).toList(),
                request.hasMaxResults() ? request.getMaxResults() : null,
                request.hasNextToken() ? request.getNextToken() : null),
            limits,
            arns);
    return switch (query) {
      case Verdict.Refused<JobQuery>(var why) -> Uni.createFrom().item(Verdict.refuse(why));
      case Verdict.Accepted<JobQuery>(var wanted) ->
          switch (wanted.scope()) {
            case Scope.OfQueue(var reference) -> ofQueue(reference, wanted);
            case Scope.OfArray(var id) -> ofArray(JobId.parse(id).orElseThrow(), wanted);
          };
    };
  }

  private static @Nullable JobStatus status(ListJobsRequest request) {
    int number = request.getJobStatus().getNumber();
    return request.hasJobStatus() && number > 0 ? JobStatus.of(number) : null;
  }

  private static JobQuery.Written written(KeyValuesPair pair) {
    return new JobQuery.Written(pair.getName(), pair.getValuesList());
  }

  private Uni<Verdict<ListJobsResponse>> ofQueue(String reference, JobQuery query) {
    var name = arns.name(Arns.Kind.JOB_QUEUE, reference);
    Verdict<ListJobsResponse> missing = Verdict.refuse(new Refusal.NotFound("JobQueue", reference));
    if (name.isEmpty()) {
      return Uni.createFrom().item(missing);
    }
    return db.read(tx -> RegistryTable.one(tx, RegistryTable.Kind.QUEUE, name.get()))
        .chain(
            queue ->
                queue.isEmpty()
                    ? Uni.createFrom().item(missing)
                    : db.read(
                            tx ->
                                JobLists.page(
                                    tx,
                                    queue.get().arn(),
                                    query.status(),
                                    query.filter(),
                                    query.page().after(),
                                    query.page().limit() + 1))
                        .map(rows -> Verdict.accept(page(rows, query.page()))));
  }

  private ListJobsResponse page(List<JobRow> rows, Page page) {
    boolean more = rows.size() > page.limit();
    var shown = more ? rows.subList(0, page.limit()) : rows;
    var response = ListJobsResponse.newBuilder();
    for (JobRow row : shown) {
      var stored = Views.stored(row, Parse.of(JobDetail.parser(), row.detail()));
      response.addJobSummaryList(ViewWire.summary(stored, arns));
    }
    if (more) {
      JobRow last = shown.getLast();
      response.setNextToken(page.next(String.valueOf(last.createdAt()), last.id().uuid()));
    }
    return response.build();
  }

  private Uni<Verdict<ListJobsResponse>> ofArray(JobId array, JobQuery query) {
    Verdict<ListJobsResponse> missing =
        Verdict.refuse(new Refusal.NotFound("Job", array.toString()));
    return db.read(tx -> JobTable.rows(tx, List.of(JobId.of(array.uuid()))))
        .chain(
            rows -> {
              JobRow parent = rows.get(JobId.of(array.uuid()));
              return parent == null || parent.arraySize() == 0
                  ? Uni.createFrom().item(missing)
                  : children(parent, query);
            });
  }

  private Uni<Verdict<ListJobsResponse>> children(JobRow parent, JobQuery query) {
    String uuid = parent.id().uuid();
    var change = parent.change().length == 0 ? null : Parse.of(JobChange.parser(), parent.change());
    var children = ViewWire.children(parent.arraySize(), JobStatus.of(parent.status()), change);
    return db.read(tx -> JobTable.children(tx, uuid))
        .chain(
            rows -> {
              var status = new HashMap<Integer, JobStatus>();
              rows.forEach((index, number) -> status.put(index, JobStatus.of(number)));
              var after = query.page().after();
              var page =
                  children.page(
                      status,
                      query.status(),
                      after.isEmpty() ? -1 : Integer.parseInt(after.getFirst()),
                      query.page().limit());
              var ids = new ArrayList<JobId>();
              page.indexes().forEach(index -> ids.add(JobId.child(uuid, index)));
              return stored(ids)
                  .map(
                      found -> {
                        var response = ListJobsResponse.newBuilder();
                        for (JobId id : ids) {
                          response.addJobSummaryList(ViewWire.summary(found.get(id), arns));
                        }
                        if (page.more()) {
                          response.setNextToken(
                              query.page().next(String.valueOf(page.indexes().getLast())));
                        }
                        return Verdict.accept(response.build());
                      });
            });
  }
}
