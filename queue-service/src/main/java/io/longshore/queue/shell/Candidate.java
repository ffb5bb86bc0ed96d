package io.longshore.queue.shell;

import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.queue.core.Arns;
import io.longshore.queue.core.submit.Submission;
import io.longshore.queue.shell.db.TokenTable;
import io.longshore.queue.wire.SubmitWire;
import java.util.Optional;

/**
 * A submission on its way through, read once.
 *
 * @param principal who asks
 * @param queue name of the queue that it means; empty where it can mean none
 * @param definition the definition that it means; empty where it can mean none
 */
record Candidate(
    String principal,
    Work.SubmitEntry work,
    Submission submission,
    Optional<String> queue,
    Optional<Arns.DefinitionRef> definition) {

  static Candidate of(String principal, Work.SubmitEntry entry, Arns arns) {
    return new Candidate(
        principal,
        entry,
        SubmitWire.read(entry.request()),
        arns.name(Arns.Kind.JOB_QUEUE, entry.request().getJobQueue()),
        arns.definitionRef(entry.request().getJobDefinition()));
  }

  SubmitJobRequest request() {
    return work.request();
  }

  /** Its client token on a queue; empty where it has none. */
  Optional<TokenTable.Key> key(String queueArn) {
    return Optional.ofNullable(submission.clientToken())
        .map(token -> new TokenTable.Key(principal, queueArn, token));
  }
}
