package io.longshore.simulation.work;

import com.google.protobuf.Message;
import io.longshore.api.batch.v1.JobDetail;
import io.longshore.kit.core.Refusal;
import io.longshore.queue.core.Verdict;
import io.longshore.simulation.service.Intake;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Dice;
import io.longshore.simulation.time.Host;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A user's program: calls whichever instance answers, and calls again until it knows. */
public final class Client {

  private static final long PATIENCE = 20_000;

  /** An instance of queue-service. */
  public record Instance(Host host, Intake intake) {}

  private final Agenda agenda;
  private final Dice dice;
  private final List<Instance> instances;

  /** A client of these instances. */
  public Client(Agenda agenda, Dice dice, List<Instance> instances) {
    this.agenda = agenda;
    this.dice = dice;
    this.instances = instances;
  }

  /** One call; the answer is empty where none came. */
  public void once(Intake.Work work, Consumer<Optional<Verdict<Message>>> then) {
    var instance = dice.one(instances);
    boolean[] answered = {false};
    Consumer<Optional<Verdict<Message>>> first =
        answer -> {
          if (!answered[0]) {
            answered[0] = true;
            then.accept(answer);
          }
        };
    if (!instance.host().alive()) {
      agenda.in(5, () -> first.accept(Optional.empty()));
      return;
    }
    agenda.in(PATIENCE, () -> first.accept(Optional.empty()));
    instance
        .host()
        .in(
            dice.between(1, 4),
            () ->
                instance
                    .intake()
                    .ask(
                        work, answer -> agenda.in(dice.between(1, 4), () -> first.accept(answer))));
  }

  /** Calls until the request is accepted; {@code work} is made anew for each call. */
  public void until(Supplier<Intake.Work> work, Consumer<Message> then) {
    until(work, then, Optional.empty());
  }

  /** The same, but that something does not exist is an answer too: {@code gone} hears of it. */
  public void until(Supplier<Intake.Work> work, Consumer<Message> then, Runnable gone) {
    until(work, then, Optional.of(gone));
  }

  private void until(Supplier<Intake.Work> work, Consumer<Message> then, Optional<Runnable> gone) {
    once(
        work.get(),
        answer -> {
          var verdict = answer.orElse(null);
          if (verdict instanceof Verdict.Accepted<Message>(var got)) {
            then.accept(got);
          } else if (verdict instanceof Verdict.Refused<Message>(Refusal.AlreadyExists _)) {
            // An earlier call was done after all.
            then.accept(JobDetail.getDefaultInstance());
          } else if (gone.isPresent()
              && verdict instanceof Verdict.Refused<Message>(Refusal.NotFound _)) {
            gone.get().run();
          } else {
            agenda.in(dice.between(200, 3_000), () -> until(work, then, gone));
          }
        });
  }
}
