package io.longshore.queue.shell;

import io.longshore.api.batch.v1.ComputeEnvironmentDetail;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsRequest;
import io.longshore.api.batch.v1.DescribeComputeEnvironmentsResponse;
import io.longshore.api.batch.v1.DescribeJobDefinitionsRequest;
import io.longshore.api.batch.v1.DescribeJobDefinitionsResponse;
import io.longshore.api.batch.v1.DescribeJobQueuesRequest;
import io.longshore.api.batch.v1.DescribeJobQueuesResponse;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.ListTagsForResourceResponse;
import io.longshore.api.internal.v1.EnvironmentCondition;
import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.db.Db;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.registry.EnvironmentStatus;
import io.longshore.queue.core.view.DefinitionQuery;
import io.longshore.queue.core.view.Page;
import io.longshore.queue.shell.db.ConditionTable;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.shell.db.RegistryTable.Kind;
import io.longshore.queue.wire.EnvironmentWire;
import io.longshore.queue.wire.QueueWire;
import io.smallrye.mutiny.Uni;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads of the registry. */
final class Reads {

  private final Db db;
  private final Arns arns;
  private final Limits.Pages limits;

  Reads(Db db, Arns arns, Limits limits) {
    this.db = db;
    this.arns = arns;
    this.limits = limits.pages();
  }

  /** A page of rows by name, or those that were asked for; unknown names are left out. */
  private record Rows(List<Entry> rows, Optional<String> next) {}

  private Uni<Verdict<Rows>> rows(
      Kind kind, Arns.Kind arn, List<String> asked, Verdict<Page> page, String field) {
    if (!asked.isEmpty()) {
      var refused = Page.describe(asked, limits.describe(), field, "names");
      if (refused.isPresent()) {
        return Uni.createFrom().item(Verdict.refuse(refused.get()));
      }
      Set<String> names = new HashSet<>();
      asked.forEach(reference -> arns.name(arn, reference).ifPresent(names::add));
      return db.read(tx -> RegistryTable.named(tx, kind, names))
          .map(rows -> Verdict.accept(new Rows(rows, Optional.empty())));
    }
    return db.read(tx -> RegistryTable.all(tx, kind)).map(rows -> page.map(p -> cut(p, rows)));
  }

  private static Rows cut(Page page, List<Entry> rows) {
    String after = page.after().isEmpty() ? "" : page.after().getFirst();
    var rest =
        rows.stream()
            .filter(r -> !r.gone() && r.name().compareTo(after) > 0)
            .sorted(Comparator.comparing(Entry::name))
            .toList();
    boolean more = rest.size() > page.limit();
    var shown = more ? rest.subList(0, page.limit()) : rest;
    return new Rows(
        shown, more ? Optional.of(page.next(shown.getLast().name())) : Optional.empty());
  }

  Uni<Verdict<DescribeComputeEnvironmentsResponse>> environments(
      DescribeComputeEnvironmentsRequest request) {
    var page =
        Page.of(
            "environments",
            request.hasMaxResults() ? request.getMaxResults() : null,
            request.hasNextToken() ? request.getNextToken() : null,
            limits.page(),
            Page.Part.NAME);
    return rows(
            Kind.ENVIRONMENT,
            Arns.Kind.COMPUTE_ENVIRONMENT,
            request.getComputeEnvironmentsList(),
            page,
            "computeEnvironments")
        .chain(
            verdict ->
                db.read(ConditionTable::all)
                    .map(said -> verdict.map(rows -> environments(rows, said))));
  }

  private static DescribeComputeEnvironmentsResponse environments(
      Rows rows, Map<String, byte[]> said) {
    var response = DescribeComputeEnvironmentsResponse.newBuilder();
    for (Entry row : rows.rows()) {
      var condition =
          Optional.ofNullable(said.get(row.arn()))
              .map(bytes -> Parse.of(EnvironmentCondition.parser(), bytes));
      response.addComputeEnvironments(
          EnvironmentWire.shown(
              Parse.of(ComputeEnvironmentDetail.parser(), row.detail()), condition));
    }
    rows.next().ifPresent(response::setNextToken);
    return response.build();
  }

  Uni<Verdict<DescribeJobQueuesResponse>> queues(DescribeJobQueuesRequest request) {
    var page =
        Page.of(
            "queues",
            request.hasMaxResults() ? request.getMaxResults() : null,
            request.hasNextToken() ? request.getNextToken() : null,
            limits.page(),
            Page.Part.NAME);
    return db.read(tx -> RegistryTable.all(tx, Kind.ENVIRONMENT))
        .chain(
            environments ->
                rows(Kind.QUEUE, Arns.Kind.JOB_QUEUE, request.getJobQueuesList(), page, "jobQueues")
                    .map(verdict -> verdict.map(rows -> shown(rows, status(environments)))));
  }

  private static Map<String, EnvironmentStatus> status(List<Entry> environments) {
    var status = new HashMap<String, EnvironmentStatus>();
    environments.stream()
        .map(StoredEnvironment::of)
        .forEach(e -> status.put(e.environment().arn(), e.environment().status()));
    return status;
  }

  private static DescribeJobQueuesResponse shown(
      Rows rows, Map<String, EnvironmentStatus> environments) {
    var response = DescribeJobQueuesResponse.newBuilder();
    for (Entry row : rows.rows()) {
      var detail = Parse.of(JobQueueDetail.parser(), row.detail());
      var status =
          detail.getComputeEnvironmentOrderList().stream()
              .map(
                  o ->
                      environments.getOrDefault(
                          o.getComputeEnvironment(), EnvironmentStatus.DELETED))
              .toList();
      response.addJobQueues(QueueWire.shown(detail, status));
    }
    rows.next().ifPresent(response::setNextToken);
    return response.build();
  }

  Uni<Verdict<DescribeJobDefinitionsResponse>> definitions(DescribeJobDefinitionsRequest request) {
    if (request.getJobDefinitionsCount() > 0) {
      return named(request.getJobDefinitionsList());
    }
    var query =
        DefinitionQuery.of(
            new DefinitionQuery.Request(
                request.hasJobDefinitionName() ? request.getJobDefinitionName() : null,
                request.hasStatus() ? request.getStatus() : null,
                request.hasMaxResults() ? request.getMaxResults() : null,
                request.hasNextToken() ? request.getNextToken() : null),
            limits,
            arns);
    return switch (query) {
      case Verdict.Refused<DefinitionQuery>(var why) -> Uni.createFrom().item(Verdict.refuse(why));
      case Verdict.Accepted<DefinitionQuery>(var wanted) -> page(wanted);
    };
  }

  private Uni<Verdict<DescribeJobDefinitionsResponse>> page(DefinitionQuery query) {
    var page = query.page();
    String after = page.after().isEmpty() ? "" : page.after().get(0);
    int revision = page.after().isEmpty() ? 0 : Integer.parseInt(page.after().get(1));
    return db.read(
            tx ->
                DefinitionTable.page(
                    tx, query.name(), query.active(), after, revision, page.limit() + 1))
        .map(
            rows -> {
              boolean more = rows.size() > page.limit();
              var shown = more ? rows.subList(0, page.limit()) : rows;
              var response = definitions(shown);
              if (more) {
                var last = shown.getLast();
                response.setNextToken(page.next(last.name(), String.valueOf(last.revision())));
              }
              return Verdict.accept(response.build());
            });
  }

  private Uni<Verdict<DescribeJobDefinitionsResponse>> named(List<String> asked) {
    var refused = Page.describe(asked, limits.describe(), "jobDefinitions", "names");
    if (refused.isPresent()) {
      return Uni.createFrom().item(Verdict.refuse(refused.get()));
    }
    var refs = new LinkedHashSet<Arns.DefinitionRef>();
    asked.forEach(
        reference ->
            arns.definitionRef(reference)
                .filter(ref -> ref.revision().isPresent())
                .ifPresent(refs::add));
    return db.read(tx -> DefinitionTable.named(tx, refs))
        .map(found -> refs.stream().flatMap(ref -> Stream.ofNullable(found.get(ref))).toList())
        .map(rows -> Verdict.accept(definitions(rows).build()));
  }

  private static DescribeJobDefinitionsResponse.Builder definitions(
      List<DefinitionTable.Revision> rows) {
    var response = DescribeJobDefinitionsResponse.newBuilder();
    rows.forEach(row -> response.addJobDefinitions(Parse.of(JobDefinition.parser(), row.detail())));
    return response;
  }

  /** The tags of anything that carries some. */
  Uni<Verdict<ListTagsForResourceResponse>> tags(String arn) {
    Verdict<ListTagsForResourceResponse> missing =
        Verdict.refuse(new Refusal.NotFound("Resource", arn));
    return arns.parse(arn)
        .map(resource -> db.read(tx -> Tagged.find(resource, arns, tx)))
        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
        .map(found -> found.map(Reads::tags).map(Verdict::accept).orElse(missing));
  }

  private static ListTagsForResourceResponse tags(Tagged tagged) {
    return ListTagsForResourceResponse.newBuilder().putAllTags(tagged.tags()).build();
  }
}
