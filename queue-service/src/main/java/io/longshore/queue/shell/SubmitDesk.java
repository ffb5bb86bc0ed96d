package io.longshore.queue.shell;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.api.batch.v1.SubmitJobResponse;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.core.definition.Definition;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.submit.Dependencies;
import io.longshore.queue.core.submit.JobId;
import io.longshore.queue.core.submit.NewJob;
import io.longshore.queue.core.submit.Submission;
import io.longshore.queue.core.submit.SubmitRules;
import io.longshore.queue.core.submit.Tokens;
import io.longshore.queue.core.view.JobStatus;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.IntakeTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.TokenTable;
import io.longshore.queue.wire.CommandWire;
import io.longshore.queue.wire.DefinitionWire;
import io.longshore.queue.wire.Members;
import io.longshore.queue.wire.QueueWire;
import io.longshore.queue.wire.SubmitWire;
import io.smallrye.mutiny.Uni;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  /** One entry on its way through. */
  private record Entry(String principal, Work.SubmitEntry work, Submission submission) {

    SubmitJobRequest request() {
      return work.request();
    }

    TokenTable.@Nullable Key key(@Nullable String queueArn) {
      return submission.clientToken() == null || queueArn == null
          ? null
          : new TokenTable.Key(principal, queueArn, submission.clientToken());
    }
  }

  /** What the entries name. */
  private record Facts(
      Map<String, Queue> queues,
      Map<Arns.DefinitionRef, Resolved> definitions,
      Map<String, SubmitRules.Known> jobs,
      Map<TokenTable.Key, TokenTable.Used> tokens) {}

  private record Resolved(JobDefinition detail, Definition definition) {}

  /** What is written and sent. */
  private static final class Batch {
    final List<JobTable.JobRow> jobs = new ArrayList<>();
    final List<TokenTable.Used> tokens = new ArrayList<>();
    final Map<TokenTable.Key, TokenTable.Used> used = new HashMap<>();
  }

  /** Decides and writes submissions in their order. */
  Uni<List<Work.Done>> run(List<Work.Submit> works, Instant now, Tx tx) {
    return fresh(works, tx)
        .chain(
            fresh -> {
              var entries = fresh.stream().flatMap(w -> entries(w).stream()).toList();
              return facts(entries, tx).chain(facts -> decide(fresh, facts, now, tx));
            });
  }

  /** Entries of the intake topic that have taken effect already are left out. */
  private static Uni<List<Work.Submit>> fresh(List<Work.Submit> works, Tx tx) {
    Uni<List<Work.Submit>> chain = Uni.createFrom().item(new ArrayList<>());
    for (Work.Submit work : works) {
      chain =
          chain.chain(
              done ->
                  work.source()
                      .map(at -> IntakeTable.next(tx, at).map(next -> from(work, next)))
                      .orElseGet(() -> Uni.createFrom().item(work))
                      .map(
                          one -> {
                            done.add(one);
                            return done;
                          }));
    }
    return chain;
  }

  private static Work.Submit from(Work.Submit work, long next) {
    var fresh = work.entries().stream().filter(e -> e.offset() >= next).toList();
    return new Work.Submit(work.principal(), fresh, work.source());
  }

  private static List<Entry> entries(Work.Submit work) {
    return work.entries().stream()
        .map(e -> new Entry(work.principal(), e, SubmitWire.read(e.request())))
        .toList();
  }

  private Uni<Facts> facts(List<Entry> entries, Tx tx) {
    var queueNames = new HashSet<String>();
    var refs = new HashSet<Arns.DefinitionRef>();
    var jobs = new HashSet<String>();
    var keys = new HashSet<TokenTable.Key>();
    for (Entry entry : entries) {
      queueName(entry).ifPresent(queueNames::add);
      arns.definitionRef(entry.request().getJobDefinition()).ifPresent(refs::add);
      jobs.addAll(Dependencies.named(entry.submission()));
      var key = entry.key(queueName(entry).map(arns::queue).orElse(null));
      if (key != null) {
        keys.add(key);
      }
    }
    return RegistryTable.named(tx, RegistryTable.Kind.QUEUE, queueNames)
        .chain(
            queues ->
                DefinitionTable.active(tx, refs)
                    .chain(
                        definitions ->
                            JobTable.sizes(tx, jobs)
                                .chain(
                                    sizes ->
                                        TokenTable.find(tx, keys)
                                            .map(
                                                tokens ->
                                                    new Facts(
                                                        queues(queues),
                                                        resolve(refs, definitions),
                                                        known(sizes),
                                                        tokens)))));
  }

  private Optional<String> queueName(Entry entry) {
    return arns.name(Arns.Kind.JOB_QUEUE, entry.request().getJobQueue());
  }

  private static Map<String, Queue> queues(List<RegistryTable.Entry> rows) {
    var queues = new HashMap<String, Queue>();
    rows.forEach(
        row ->
            queues.put(
                row.name(),
                QueueWire.read(Parse.of(JobQueueDetail.parser(), row.detail()), row.version())));
    return queues;
  }

  private static Map<Arns.DefinitionRef, Resolved> resolve(
      Set<Arns.DefinitionRef> refs, List<DefinitionTable.Revision> revisions) {
    var newest = new HashMap<String, Resolved>();
    var exact = new HashMap<String, Resolved>();
    for (var revision : revisions) {
      var detail = Parse.of(JobDefinition.parser(), revision.detail());
      var resolved = new Resolved(detail, DefinitionWire.read(detail));
      exact.put(revision.name() + ":" + revision.revision(), resolved);
      newest.merge(
          revision.name(),
          resolved,
          (a, b) -> a.definition().revision() > b.definition().revision() ? a : b);
    }
    var found = new HashMap<Arns.DefinitionRef, Resolved>();
    for (var ref : refs) {
      Resolved resolved =
          ref.revision().isPresent()
              ? exact.get(ref.name() + ":" + ref.revision().getAsInt())
              : newest.get(ref.name());
      if (resolved != null) {
        found.put(ref, resolved);
      }
    }
    return found;
  }

  private Uni<List<Work.Done>> decide(List<Work.Submit> works, Facts facts, Instant now, Tx tx) {
    var batch = new Batch();
    var answers = new ArrayList<Work.Done>();
    for (Work.Submit work : works) {
      var verdicts = new ArrayList<Verdict<Message>>();
      var messages = new ArrayList<Step.Out>();
      for (Entry entry : entries(work)) {
        verdicts.add(decide(entry, facts, now, batch, messages));
      }
      answers.add(new Work.Done(List.copyOf(verdicts), List.copyOf(messages)));
    }
    Uni<Void> written =
        JobTable.insert(tx, batch.jobs).chain(() -> TokenTable.insert(tx, batch.tokens));
    for (Work.Submit work : works) {
      if (work.source().isPresent()) {
        var at = work.source().get();
        written = written.chain(() -> IntakeTable.store(tx, at));
      }
    }
    return written.replaceWith(List.copyOf(answers));
  }

  private Verdict<Message> decide(
      Entry entry, Facts facts, Instant now, Batch batch, List<Step.Out> messages) {
    var refused = members.check(entry.request()).or(() -> rules.check(entry.submission()));
    if (refused.isPresent()) {
      return Verdict.refuse(refused.get());
    }
    var queue = queueName(entry).map(facts.queues()::get).orElse(null);
    var key = entry.key(queue == null ? null : queue.arn());
    String content = key == null ? "" : digest(entry.request());
    var used = key == null ? null : batch.used.getOrDefault(key, facts.tokens().get(key));
    if (used != null && key != null) {
      return Tokens.reuse(
              key.token(),
              new Tokens.Used(used.jobId(), entry.request().getJobName(), used.content()),
              content)
          .map(same -> response(same.jobId(), same.jobName()));
    }
    var resolved =
        arns.definitionRef(entry.request().getJobDefinition())
            .map(facts.definitions()::get)
            .orElse(null);
    var verdict =
        rules.accept(
            entry.submission(),
            new SubmitRules.Facts(
                queue, resolved == null ? null : resolved.definition(), facts.jobs()),
            entry.work().id(),
            now);
    return verdict.map(
        job -> {
          write(job, Objects.requireNonNull(resolved).detail(), batch, messages);
          if (key != null) {
            var use = new TokenTable.Used(key, job.id(), content);
            batch.tokens.add(use);
            batch.used.put(key, use);
          }
          return response(job.id(), job.name());
        });
  }

  private static Map<String, SubmitRules.Known> known(Map<String, Integer> sizes) {
    var known = new HashMap<String, SubmitRules.Known>();
    sizes.forEach((id, size) -> known.put(id, new SubmitRules.Known(size == 0 ? null : size)));
    return known;
  }

  private void write(NewJob job, JobDefinition definition, Batch batch, List<Step.Out> messages) {
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
            job.arraySize() == null ? 0 : job.arraySize(),
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
