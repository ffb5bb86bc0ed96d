package io.longshore.simulation.service;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.longshore.queue.core.Verdict;
import io.longshore.simulation.database.SimDatabase;
import io.longshore.simulation.database.SimDatabase.Answer;
import io.longshore.simulation.database.Store;
import io.longshore.simulation.time.Agenda;
import io.longshore.simulation.time.Host;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Queue-service's way in on one instance, as the kit's Gate does it: requests that come together
 * are decided in one transaction, and what is answered is committed. It has no lease.
 */
public class Intake {

  private static final int BATCH = 500;
  private static final long PAUSE = 200;
  private static final long PATIENCE = 15_000;

  private final Host host;
  private final Agenda agenda;
  private final SimDatabase database;
  private final LongSupplier commitIds;
  private final Runnable committed;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private boolean busy;

  /** A request: decides within the transaction. */
  public interface Work {
    /** What it comes to. */
    Done run(Store store, Instant now);
  }

  /** An answer, and what the scheduler is told. */
  public record Done(Verdict<Message> verdict, List<ByteString> messages) {
    /** An answer alone. */
    public static Done of(Verdict<Message> verdict) {
      return new Done(verdict, List.of());
    }
  }

  private record Waiting(Work work, Consumer<Optional<Verdict<Message>>> then) {}

  private static final class Attempt {
    final long id;
    final List<Waiting> batch;
    final long deadline;
    @Nullable List<Done> done;

    Attempt(long id, List<Waiting> batch, long deadline) {
      this.id = id;
      this.batch = batch;
      this.deadline = deadline;
    }
  }

  /**
   * The way in on one instance.
   *
   * @param committed told after each commit: there may be something to send
   */
  public Intake(
      Host host, Agenda agenda, SimDatabase database, LongSupplier commitIds, Runnable committed) {
    this.host = host;
    this.agenda = agenda;
    this.database = database;
    this.commitIds = commitIds;
    this.committed = committed;
  }

  /** Asks; the answer is empty where the outcome is not known in time. */
  public void ask(Work work, Consumer<Optional<Verdict<Message>>> then) {
    queue.add(new Waiting(work, then));
    drain();
  }

  /** The process is gone. */
  public void killed() {
    queue.clear();
    busy = false;
  }

  private void drain() {
    if (busy || queue.isEmpty()) {
      return;
    }
    busy = true;
    var batch = new ArrayList<Waiting>();
    while (!queue.isEmpty() && batch.size() < BATCH) {
      batch.add(queue.remove());
    }
    tryCommit(new Attempt(commitIds.getAsLong(), batch, agenda.now() + PATIENCE));
  }

  private void tryCommit(Attempt attempt) {
    database.<List<Done>>write(
        host,
        store -> {
          store.commitId(attempt.id);
          var done = decide(store, attempt.batch.stream().map(Waiting::work).toList());
          attempt.done = done;
          return done;
        },
        answer -> {
          if (answer instanceof Answer.Done<List<Done>>(var done)) {
            settled(attempt, done);
          } else {
            readBack(attempt);
          }
        });
  }

  /** Decides a batch and stores what it sends. */
  protected List<Done> decide(Store store, List<Work> works) {
    var done = new ArrayList<Done>();
    var messages = new ArrayList<ByteString>();
    for (Work work : works) {
      var one = work.run(store, agenda.instant());
      done.add(one);
      messages.addAll(one.messages());
    }
    if (!messages.isEmpty()) {
      var out = new TreeMap<String, List<ByteString>>();
      out.put("scheduler", messages);
      store.append(out);
    }
    return done;
  }

  private void readBack(Attempt attempt) {
    database.<Boolean>read(
        host,
        store -> store.committed(attempt.id),
        answer -> {
          var done = attempt.done;
          if (answer instanceof Answer.Done<Boolean>(var there)) {
            if (there && done != null) {
              settled(attempt, done);
              return;
            }
            later(attempt, () -> tryCommit(attempt));
          } else {
            later(attempt, () -> readBack(attempt));
          }
        });
  }

  private void later(Attempt attempt, Runnable what) {
    if (agenda.now() > attempt.deadline) {
      attempt.batch.forEach(waiting -> waiting.then().accept(Optional.empty()));
      next();
    } else {
      host.in(PAUSE, what);
    }
  }

  private void settled(Attempt attempt, List<Done> done) {
    committed.run();
    for (int i = 0; i < attempt.batch.size(); i++) {
      attempt.batch.get(i).then().accept(Optional.of(done.get(i).verdict()));
    }
    next();
  }

  private void next() {
    busy = false;
    drain();
  }
}
