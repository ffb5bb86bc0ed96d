package io.longshore.queue.shell;

import com.google.protobuf.Message;
import io.longshore.kit.shell.GateProgram;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.kit.shell.db.Gate;
import io.longshore.queue.core.Verdict;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes in: requests of all callers and instances, decided and written in one order. A request
 * that is answered is committed together with what the scheduler is told of it.
 */
final class Intake implements GateProgram<Work, Work.Done> {

  private final SubmitDesk submissions;

  Intake(SubmitDesk submissions) {
    this.submissions = submissions;
  }

  /** The gate that requests go through, for callers. */
  record Door(Gate<Work, Work.Done> gate) {

    /** The answer of a request that has one part. */
    Uni<Verdict<Message>> one(Work work) {
      return gate.commit(work).map(Work.Done::single);
    }

    /** The answers of a request with many parts. */
    Uni<List<Verdict<Message>>> many(Work work) {
      return gate.commit(work).map(Work.Done::verdicts);
    }
  }

  @Override
  public Uni<Decided<Work.Done>> decide(List<Work> works, Instant now, Tx tx) {
    Uni<List<Work.Done>> chain = Uni.createFrom().item(new ArrayList<>());
    for (List<Work> part : parts(works)) {
      chain =
          chain.chain(
              done ->
                  run(part, now, tx)
                      .map(
                          more -> {
                            done.addAll(more);
                            return done;
                          }));
    }
    return chain.map(Intake::decided);
  }

  /** Submissions that follow each other are one part; everything else is a part of its own. */
  private static List<List<Work>> parts(List<Work> works) {
    var parts = new ArrayList<List<Work>>();
    boolean open = false;
    for (Work work : works) {
      boolean submit = work instanceof Work.Submit;
      if (submit && open) {
        parts.getLast().add(work);
      } else {
        parts.add(new ArrayList<>(List.of(work)));
      }
      open = submit;
    }
    return parts;
  }

  private Uni<List<Work.Done>> run(List<Work> part, Instant now, Tx tx) {
    return switch (part.getFirst()) {
      case Work.Submit _ ->
          submissions.run(part.stream().map(Work.Submit.class::cast).toList(), now, tx);
      case Work.Other other -> other.run(tx, now).map(List::of);
    };
  }

  private static Decided<Work.Done> decided(List<Work.Done> done) {
    var messages = new ArrayList<Step.Out>();
    done.forEach(d -> messages.addAll(d.messages()));
    return new Decided<>(List.copyOf(done), List.copyOf(messages));
  }
}
