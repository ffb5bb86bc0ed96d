package io.longshore.queue.shell;

import io.longshore.kit.core.Refusal;
import io.longshore.kit.shell.Step;
import io.longshore.kit.shell.Tx;
import io.longshore.queue.core.Verdict;
import io.longshore.queue.shell.db.RegistryTable;
import io.longshore.queue.shell.db.RegistryTable.Entry;
import io.longshore.queue.shell.db.RegistryTable.Kind;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What the desks behind the gate have in common. */
final class Desks {

  private Desks() {}

  /** Nothing was to be done. */
  static Uni<Work.Done> nothing() {
    return Uni.createFrom().item(new Work.Done(List.of(), List.of()));
  }

  /** A message for the scheduler that no caller waits for. */
  static Work.Done told(Step.Out message) {
    return new Work.Done(List.of(), List.of(message));
  }

  /** The request is not done. */
  static Uni<Work.Done> refuse(Refusal refusal) {
    return Uni.createFrom().item(Work.Done.of(Verdict.refuse(refusal)));
  }

  /** Does what was accepted, or says why it was not. */
  static <T> Uni<Work.Done> answer(Verdict<T> verdict, Function<T, Uni<Work.Done>> accepted) {
    return switch (verdict) {
      case Verdict.Accepted<T>(var value) -> accepted.apply(value);
      case Verdict.Refused<T>(var why) -> refuse(why);
    };
  }

  /** What is done with a row that is there, at its next version. */
  @FunctionalInterface
  interface Change {
    Uni<Work.Done> apply(Entry present, long version);
  }

  /** Changes the row that a name or ARN means; {@code missing} where there is none. */
  static Uni<Work.Done> change(
      Tx tx, Kind kind, Optional<String> name, Refusal missing, Change change) {
    if (name.isEmpty()) {
      return refuse(missing);
    }
    return RegistryTable.one(tx, kind, name.get())
        .chain(
            row ->
                row.map(
                        present ->
                            RegistryTable.nextVersion(tx)
                                .chain(version -> change.apply(present, version)))
                    .orElseGet(() -> refuse(missing)));
  }

  /** The environments that are there. */
  static Uni<List<StoredEnvironment>> environments(Tx tx) {
    return RegistryTable.all(tx, Kind.ENVIRONMENT)
        .map(rows -> rows.stream().filter(row -> !row.gone()).map(StoredEnvironment::of).toList());
  }
}
