package io.longshore.queue.shell;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.submit.NewJob;
import io.longshore.queue.core.submit.SubmitRules;
import io.longshore.queue.core.submit.Tokens;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.SubmitFacts.Resolved;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.SubmittedTable;
import io.longshore.queue.shell.db.TokenTable;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.Members;
import io.longshore.queue.wire.SubmitWire;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Takes submissions that came together: looks up all that they name at once, asks the rules, writes
 * all at once.
 */
final class SubmitDesk {

  private final Arns arns;
  private final SubmitRules rules;
  private final Members members;

  SubmitDesk(Arns arns, SubmitRules rules, Members members) {
    this.arns = arns;
    this.rules = rules;
    this.members = members;
  }

  /** What is written; later entries of a batch see what earlier ones did. */
  private static final class Batch {
    final List<JobTable.JobRow> jobs = new ArrayList<>();
    final Map<TokenTable.Key, TokenTable.Used> tokens = new HashMap<>();
    final Map<String, Integer> accepted = new HashMap<>();
  }

  /** Decides and writes submissions in their order. */
  Uni<List<Work.Done>> run(List<Work.Submit> works, Instant now, Tx tx) {
    var requests = works.stream().map(this::entries).toList();
    var all = requests.stream().flatMap(List::stream).toList();
    return SubmitFacts.of(all, arns, tx).chain(facts -> decide(requests, facts, now, tx));
  }

  private List<Candidate> entries(Work.Submit work) {
    return work.entries().stream()
        .map(entry -> Candidate.of(work.principal(), entry, arns))
        .toList();
  }

  private Uni<List<Work.Done>> decide(
      List<List<Candidate>> requests, SubmitFacts facts, Instant now, Tx tx) {
    var batch = new Batch();
    var answers = new ArrayList<Work.Done>();
    for (List<Candidate> entries : requests) {
      var verdicts = new ArrayList<Verdict<Message>>();
      var messages = new ArrayList<Step.Out>();
      for (Candidate entry : entries) {
        verdicts.add(decide(entry, facts, now, batch, messages));
      }
      answers.add(new Work.Done(List.copyOf(verdicts), List.copyOf(messages)));
    }
    return JobTable.insert(tx, batch.jobs)
        .chain(() -> TokenTable.insert(tx, batch.tokens.values()))
        .chain(() -> SubmittedTable.accepted(tx, batch.accepted))
        .replaceWith(List.copyOf(answers));
  }

  private Verdict<Message> decide(
      Candidate entry, SubmitFacts facts, Instant now, Batch batch, List<Step.Out> messages) {
    var refused = members.check(entry.request()).or(() -> rules.check(entry.submission()));
    if (refused.isPresent()) {
      return Verdict.refuse(refused.get());
    }
    var queue = entry.queue().map(facts.queues()::get);
    var key = queue.flatMap(q -> entry.key(q.arn()));
    String content = key.isPresent() ? digest(entry.request()) : "";
    var used = key.map(k -> batch.tokens.getOrDefault(k, facts.tokens().get(k)));
    if (used.isPresent()) {
      return again(entry, used.get(), content);
    }
    var resolved = entry.definition().map(facts.definitions()::get);
    long submitted =
        queue
            .map(q -> facts.submitted().getOrDefault(q.arn(), 0L) + accepted(batch, q.arn()))
            .orElse(0L);
    var verdict =
        rules.accept(
            entry.submission(),
            new SubmitRules.Facts(
                queue.orElse(null),
                submitted,
                resolved.map(Resolved::definition).orElse(null),
                facts.jobs()),
            entry.work().id(),
            now);
    return verdict.map(
        job -> {
          write(job, resolved.orElseThrow().detail(), batch, messages);
          key.ifPresent(k -> batch.tokens.put(k, new TokenTable.Used(k, job.id(), content)));
          return response(job.id(), job.name());
        });
  }

  private static int accepted(Batch batch, String queueArn) {
    return batch.accepted.getOrDefault(queueArn, 0);
  }

  /** A client token that was used: the same job again, or a refusal. */
  private Verdict<Message> again(Candidate entry, TokenTable.Used used, String content) {
    return Tokens.reuse(
            used.key().token(),
            new Tokens.Used(used.jobId(), entry.request().getJobName(), used.content()),
            content)
        .map(same -> response(same.jobId(), same.jobName()));
  }

  private void write(NewJob job, JobDefinition definition, Batch batch, List<Step.Out> messages) {
    batch.accepted.merge(job.queueArn(), 1, Integer::sum);
    batch.jobs.add(
        new JobTable.JobRow(
            JobId.of(job.id()),
            job.queueArn(),
            job.name(),
            job.definitionArn(),
            JobStatus.SUBMITTED.number(),
            0,
            job.createdAt().toEpochMilli(),
            null,
            Objects.requireNonNullElse(job.arraySize(), 0),
            SubmitWire.detail(job, definition, arns).toByteArray(),
            new byte[0],
            new byte[0]));
    messages.add(
        new Step.Out(Ends.SCHEDULER, CommandWire.submit(SubmitWire.command(job, definition))));
  }

  private SubmitJobResponse response(String id, String name) {
    return SubmitJobResponse.newBuilder()
        .setJobId(id)
        .setJobName(name)
        .setJobArn(arns.job(id))
        .build();
  }

  /** Equal requests have equal digests: fields are written in order, map entries sorted by key. */
  private static String digest(SubmitJobRequest request) {
    try {
      var bytes = new ByteArrayOutputStream(request.getSerializedSize());
      var out = CodedOutputStream.newInstance(bytes);
      out.useDeterministicSerialization();
      request.writeTo(out);
      out.flush();
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
