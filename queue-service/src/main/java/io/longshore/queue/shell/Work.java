package io.longshore.queue.shell;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;

/** A request at the gate. */
sealed interface Work {

  /** What a request came to: one verdict for each of its parts, and what the scheduler is told. */
  record Done(List<Verdict<Message>> verdicts, List<Step.Out> messages) {

    /** A single verdict without a message. */
    static Done of(Verdict<Message> verdict) {
      return new Done(List.of(verdict), List.of());
    }

    /** A single answer with messages. */
    static Done of(Message answer, Step.Out... messages) {
      return new Done(List.of(Verdict.accept(answer)), List.of(messages));
    }

    /** The verdict of a request that has one part. */
    Verdict<Message> single() {
      return verdicts.getFirst();
    }
  }

  /**
   * Jobs to submit.
   *
   * @param principal who asks
   */
  record Submit(String principal, List<SubmitEntry> entries) implements Work {}

  /**
   * One job to submit.
   *
   * @param id the id that it gets if it is accepted
   */
  record SubmitEntry(SubmitJobRequest request, String id) {}

  /** Anything else: reads what it needs, asks the rules, writes. */
  @FunctionalInterface
  non-sealed interface Other extends Work {
    Uni<Done> run(Tx tx, Instant now);
  }
}
