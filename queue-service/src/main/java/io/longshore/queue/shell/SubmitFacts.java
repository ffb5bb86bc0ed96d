package io.longshore.queue.shell;

import io.longshore.api.batch.v1.JobDefinition;
import io.longshore.api.batch.v1.JobQueueDetail;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.definition.Definition;
import io.longshore.queue.core.registry.Queue;
import io.longshore.queue.core.submit.Dependencies;
import io.longshore.queue.core.submit.SubmitRules;
import io.longshore.queue.shell.db.DefinitionTable;
import io.longshore.queue.shell.db.JobTable;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.SubmittedTable;
import io.longshore.queue.shell.db.TokenTable;
import io.longshore.queue.wire.DefinitionWire;
import io.longshore.queue.wire.QueueWire;
import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What submissions that came together name, looked up at once.
 *
 * @param queues by name
 * @param definitions ACTIVE revisions by reference
 * @param jobs those named in dependsOn that exist, by UUID
 * @param tokens uses of the client tokens that came
 * @param submitted jobs in SUBMITTED by the queue's ARN
 */
record SubmitFacts(
    Map<String, Queue> queues,
    Map<Arns.DefinitionRef, Resolved> definitions,
    Map<String, SubmitRules.Known> jobs,
    Map<TokenTable.Key, TokenTable.Used> tokens,
    Map<String, Long> submitted) {

  /** A definition's revision as it is stored, and as rules look at it. */
  record Resolved(JobDefinition detail, Definition definition) {}

  /** Names to look up. */
  private static final class Named {
    final Set<String> queues = new HashSet<>();
    final Set<Arns.DefinitionRef> definitions = new HashSet<>();
    final Set<String> jobs = new HashSet<>();
    final Set<TokenTable.Key> keys = new HashSet<>();

    Named(List<Candidate> entries, Arns arns) {
      for (Candidate entry : entries) {
        entry.queue().ifPresent(queues::add);
        entry.definition().ifPresent(definitions::add);
        jobs.addAll(Dependencies.named(entry.submission()));
        entry.queue().flatMap(name -> entry.key(arns.queue(name))).ifPresent(keys::add);
      }
    }
  }

  /** Looks up what the entries name. */
  static Uni<SubmitFacts> of(List<Candidate> entries, Arns arns, Tx tx) {
    var named = new Named(entries, arns);
    var queueArns = named.queues.stream().map(arns::queue).toList();
    return RegistryTable.named(tx, RegistryTable.Kind.QUEUE, named.queues)
        .map(SubmitFacts::queues)
        .chain(
            queues ->
                DefinitionTable.active(tx, named.definitions)
                    .map(revisions -> definitions(named.definitions, revisions))
                    .chain(definitions -> of(queues, definitions, named, queueArns, tx)));
  }

  private static Uni<SubmitFacts> of(
      Map<String, Queue> queues,
      Map<Arns.DefinitionRef, Resolved> definitions,
      Named named,
      List<String> queueArns,
      Tx tx) {
    return JobTable.sizes(tx, named.jobs)
        .map(SubmitFacts::known)
        .chain(
            jobs ->
                TokenTable.find(tx, named.keys)
                    .chain(
                        tokens ->
                            SubmittedTable.count(tx, queueArns)
                                .map(
                                    submitted ->
                                        new SubmitFacts(
                                            queues, definitions, jobs, tokens, submitted))));
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

  private static Map<Arns.DefinitionRef, Resolved> definitions(
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

  private static Map<String, SubmitRules.Known> known(Map<String, Integer> sizes) {
    var known = new HashMap<String, SubmitRules.Known>();
    sizes.forEach((id, size) -> known.put(id, new SubmitRules.Known(size == 0 ? null : size)));
    return known;
  }
}
