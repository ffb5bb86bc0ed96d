package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.api.batch.v1.RegisterJobDefinitionRequest;
import io.longshore.api.batch.v1.RegisterJobDefinitionResponse;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Limits;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.Dependencies;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.submit.NewJob;
import io.longshore.queue.core.submit.Submission;
import io.longshore.queue.core.submit.SubmitRules;
import io.longshore.queue.core.submit.Tokens;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.DefinitionWire;
import io.longshore.queue.wire.SubmitWire;
import io.longshore.simulation.database.Row;
import io.longshore.simulation.database.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Jobs behind the gate: what queue-service's SubmitDesk and CatalogDesk do. */
public final class Jobs {

  static final String JOBS = "job";
  static final String META = "meta";
  static final String STOPPED = "stopped";
  static final String ATTEMPTS = "attempts";
  static final String DETAIL = "detail";
  private static final String DEFINITIONS = "definition";
  private static final String TOKENS = "token";

  private final Arns arns;
  private final SubmitRules rules;
  private final Limits limits;

  /** Jobs of an installation. */
  public Jobs(Arns arns, Limits limits) {
    this.arns = arns;
    this.limits = limits;
    this.rules = new SubmitRules(limits);
  }

  /** What does not change of a job. */
  record Meta(String queueArn, int arraySize) {
    byte[] bytes() {
      return (queueArn + "\n" + arraySize).getBytes(StandardCharsets.UTF_8);
    }

    static Meta of(Row row) {
      String[] words = new String(row.body(), StandardCharsets.UTF_8).split("\n", -1);
      return new Meta(words[0], Integer.parseInt(words[1]));
    }
  }

  /** A job's status, SUBMITTED before the first change. */
  static JobStatus status(Store store, String id) {
    var row = store.table(JOBS).get(id);
    return row == null || row.body().length == 0
        ? JobStatus.SUBMITTED
        : JobStatus.of(row.body()[0]);
  }

  static boolean busy(Store store, String queueArn) {
    return store.table(META).entrySet().stream()
        .anyMatch(
            e ->
                Meta.of(e.getValue()).queueArn().equals(queueArn)
                    && !status(store, e.getKey()).isFinal());
  }

  /** RegisterJobDefinition. */
  public Intake.Work register(RegisterJobDefinitionRequest request) {
    return (store, _) -> {
      var refusal = DefinitionWire.read(request).check(limits).refusal();
      if (refusal.isPresent()) {
        return Intake.Done.of(Verdict.refuse(refusal.get()));
      }
      String name = request.getJobDefinitionName();
      int revision = (int) store.next("definition " + name);
      var detail = DefinitionWire.write(request, arns.definition(name, revision), revision);
      var definitions = store.table(DEFINITIONS);
      definitions.put(name, new Row(revision, true, detail.toByteArray()));
      Message answer =
          RegisterJobDefinitionResponse.newBuilder()
              .setJobDefinitionName(name)
              .setRevision(revision)
              .build();
      return Intake.Done.of(Verdict.accept(answer));
    };
  }

  /** SubmitJob; {@code id} is the one that the job gets if it is new. */
  public Intake.Work submit(SubmitJobRequest request, String id) {
    return (store, now) -> submit(store, request, id, now);
  }

  private Intake.Done submit(Store store, SubmitJobRequest request, String id, Instant now) {
    var submission = SubmitWire.read(request);
    var refused = rules.check(submission);
    if (refused.isPresent()) {
      return Intake.Done.of(Verdict.refuse(refused.get()));
    }
    var queueRow = store.table(Registry.QUEUES).get(request.getJobQueue());
    var queue = queueRow == null || queueRow.flag() ? null : Registry.queue(queueRow);
    String token =
        queue == null || submission.clientToken() == null
            ? null
            : queue.arn() + " " + submission.clientToken();
    String content = digest(request);
    var used = token == null ? null : store.table(TOKENS).get(token);
    if (used != null && token != null) {
      return Intake.Done.of(reuse(used, token, request, content));
    }
    var definition = definition(store, request.getJobDefinition());
    var verdict =
        rules.accept(
            submission,
            new SubmitRules.Facts(
                queue,
                0, // far below any limit that a simulation reaches
                definition == null ? null : DefinitionWire.read(definition),
                known(store, submission)),
            id,
            now);
    return switch (verdict) {
      case Verdict.Refused<NewJob>(var why) -> Intake.Done.of(Verdict.refuse(why));
      case Verdict.Accepted<NewJob>(var job) -> {
        if (token != null) {
          byte[] use = (job.id() + "\n" + content).getBytes(StandardCharsets.UTF_8);
          store.table(TOKENS).put(token, new Row(0, false, use));
        }
        yield accepted(store, job, Objects.requireNonNull(definition));
      }
    };
  }

  private Intake.Done accepted(Store store, NewJob job, JobDefinition definition) {
    int size = job.arraySize() == null ? 0 : job.arraySize();
    store.table(META).put(job.id(), new Row(0, false, new Meta(job.queueArn(), size).bytes()));
    store
        .table(DETAIL)
        .put(job.id(), new Row(0, false, SubmitWire.detail(job, definition, arns).toByteArray()));
    return new Intake.Done(
        Verdict.accept(response(job.id(), job.name())),
        List.of(CommandWire.submit(SubmitWire.command(job, definition))));
  }

  private static Verdict<Message> reuse(
      Row used, String token, SubmitJobRequest request, String content) {
    String[] words = new String(used.body(), StandardCharsets.UTF_8).split("\n", -1);
    return Tokens.reuse(token, new Tokens.Used(words[0], request.getJobName(), words[1]), content)
        .map(same -> response(same.jobId(), same.jobName()));
  }

  private static String digest(SubmitJobRequest request) {
    return Integer.toHexString(request.toByteString().hashCode()) + request.getSerializedSize();
  }

  private static @Nullable JobDefinition definition(Store store, String name) {
    var row = store.table(DEFINITIONS).get(name);
    return row == null ? null : Registry.parse(JobDefinition.parser(), row.body());
  }

  private static Map<String, SubmitRules.Known> known(Store store, Submission submission) {
    var known = new HashMap<String, SubmitRules.Known>();
    for (String id : Dependencies.named(submission)) {
      Optional.ofNullable(store.table(META).get(id))
          .map(Meta::of)
          .ifPresent(
              meta ->
                  known.put(
                      id, new SubmitRules.Known(meta.arraySize() == 0 ? null : meta.arraySize())));
    }
    return known;
  }

  private static Message response(String id, String name) {
    return SubmitJobResponse.newBuilder().setJobId(id).setJobName(name).build();
  }

  /** CancelJob. */
  public Intake.Work cancel(String id, String reason) {
    return end(id, job -> CommandWire.cancel(job, reason));
  }

  /** TerminateJob. */
  public Intake.Work terminate(String id, String reason) {
    return end(id, job -> CommandWire.terminate(job, reason));
  }

  private static Intake.Work end(String text, Function<JobId, ByteString> command) {
    return (store, _) -> {
      var id = JobId.parse(text).orElseThrow();
      boolean there = store.table(META).containsKey(id.uuid());
      String known = store.table(JOBS).containsKey(text) ? text : id.uuid();
      Message answer = JobDetail.getDefaultInstance();
      return there && !status(store, known).isFinal()
          ? new Intake.Done(Verdict.accept(answer), List.of(command.apply(id)))
          : Intake.Done.of(Verdict.accept(answer));
    };
  }

  /** DeclareNodeLost. */
  public static Intake.Work nodeLost(
      io.longshore.api.batch.v1.DeclareNodeLostRequest request, String cluster) {
    return (store, _) ->
        store.table("cluster").containsKey(cluster)
            ? new Intake.Done(
                Verdict.accept(JobDetail.getDefaultInstance()),
                List.of(CommandWire.nodeLost(request)))
            : Intake.Done.of(Verdict.refuse(new Refusal.NotFound("Cluster", cluster)));
  }

  /** Forgets jobs with their children and client tokens. */
  static void delete(Store store, List<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    var gone = new HashSet<>(ids);
    store
        .table(TOKENS)
        .values()
        .removeIf(
            row -> gone.contains(new String(row.body(), StandardCharsets.UTF_8).split("\n", 2)[0]));
    for (String id : ids) {
      for (String table : List.of(JOBS, STOPPED, ATTEMPTS)) {
        store.table(table).remove(id);
        store.table(table).subMap(id + ":", id + ";").clear();
      }
      store.table(META).remove(id);
      store.table(DETAIL).remove(id);
    }
  }
}
