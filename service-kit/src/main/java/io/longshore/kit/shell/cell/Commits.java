package io.longshore.kit.shell.cell;

import io.longshore.kit.core.Commitment;
import io.longshore.kit.core.Commitment.Next;
import io.longshore.kit.shell.OnContext;
import io.longshore.kit.shell.Throttle;
import io.longshore.kit.shell.db.CellLedger;
import io.longshore.kit.shell.db.LeaseLost;
import io.longshore.kit.shell.db.Round;
import io.longshore.kit.shell.db.SqlFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Brings a round's commit to a certain end, as a {@link Commitment} says. */
final class Commits {

  private static final Logger LOG = Logger.getLogger(Commits.class);

  private final CellLedger ledger;
  private final OnContext loop;
  private final LeaseKeeper keeper;
  private final CellMetrics metrics;
  private final String scope;
  private final Runnable turned;
  private final Throttle complaints = new Throttle(Duration.ofSeconds(5));

  /**
   * Commits for the owner that {@code keeper} renews for.
   *
   * @param turned told at every try: waiting for a database is no standstill of the loop
   */
  Commits(
      CellLedger ledger,
      OnContext loop,
      LeaseKeeper keeper,
      CellMetrics metrics,
      String scope,
      Runnable turned) {
    this.ledger = ledger;
    this.loop = loop;
    this.keeper = keeper;
    this.metrics = metrics;
    this.scope = scope;
    this.turned = turned;
  }

  /**
   * Commits {@code round}.
   *
   * @return the database's clock, where the commit itself was answered
   * @throws LeaseLost if another owner has the scope
   * @throws StepFailed if the database will never accept the step
   */
  Optional<Instant> settle(Round round) throws InterruptedException {
    var commitment = new Commitment();
    RuntimeException failure = new IllegalStateException("not committed yet");
    Next next = commitment.begin();
    while (true) {
      switch (next) {
        case Next.Commit(long afterMs) -> {
          pause(afterMs);
          try {
            next = commit(round, commitment);
          } catch (LeaseLost e) {
            next = commitment.lost();
          } catch (RuntimeException e) {
            failure = e;
            next = failed(round, commitment, e);
          }
        }
        case Next.ReadBack(long afterMs) -> {
          pause(afterMs);
          next = readBack(round, commitment);
        }
        case Next.Settled(var database) -> {
          return database;
        }
        case Next.Lost _ -> throw new LeaseLost(scope, round.epoch());
        case Next.Refused _ -> throw new StepFailed(failure);
      }
    }
  }

  private void pause(long millis) throws InterruptedException {
    if (millis > 0) {
      turned.run();
      Thread.sleep(millis);
    }
  }

  private Next commit(Round round, Commitment commitment) throws InterruptedException {
    long askedAt = System.nanoTime();
    Instant now = loop.await(() -> ledger.commit(round));
    keeper.proven(askedAt);
    return commitment.done(now);
  }

  private Next failed(Round round, Commitment commitment, RuntimeException why) {
    Next next = commitment.failed(kind(why));
    LOG.warnf(
        "commit failed scope=%s round=%d try=%d: %s",
        scope, round.number(), commitment.failures(), why);
    metrics.commitFailed();
    return next;
  }

  private static Commitment.Failure kind(RuntimeException failure) {
    if (!SqlFaults.passing(failure)) {
      return Commitment.Failure.REFUSED;
    }
    return SqlFaults.tooLong(failure) ? Commitment.Failure.TOO_LONG : Commitment.Failure.PASSING;
  }

  private Next readBack(Round round, Commitment commitment) throws InterruptedException {
    try {
      return commitment.read(loop.await(() -> ledger.readBack(round.epoch(), round.id())));
    } catch (RuntimeException e) {
      if (complaints.passes()) {
        LOG.warnf("cannot read back scope=%s round=%d: %s", scope, round.number(), e);
      }
      return commitment.unread();
    }
  }
}
