package io.longshore.kit.shell.cell;

import io.longshore.kit.core.CommitVerdict;
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

/**
 * Brings a round's commit to a certain end. A commit that failed or was not answered is read back
 * until the database says what became of it; the same step is committed again under the same id
 * until it stands, the scope is lost, or the database refuses the step itself.
 */
final class Commits {

  private static final Logger LOG = Logger.getLogger(Commits.class);

  private static final long RETRY_MS = 250;
  private static final int TOO_LONG_TRIES = 3;

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
    for (int tries = 1; ; tries++) {
      long askedAt = System.nanoTime();
      try {
        Instant now = loop.await(() -> ledger.commit(round));
        keeper.proven(askedAt);
        return Optional.of(now);
      } catch (LeaseLost e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.warnf("commit failed scope=%s round=%d try=%d: %s", scope, round.number(), tries, e);
        metrics.commitFailed();
        if (readBack(round) == CommitVerdict.GO_ON) {
          return Optional.empty();
        }
        if (hopeless(e, tries)) {
          throw new StepFailed(e);
        }
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    turned.run();
    Thread.sleep(RETRY_MS);
  }

  private static boolean hopeless(RuntimeException failure, int tries) {
    return !SqlFaults.passing(failure) || (SqlFaults.tooLong(failure) && tries >= TOO_LONG_TRIES);
  }

  private CommitVerdict readBack(Round round) throws InterruptedException {
    while (true) {
      try {
        var verdict = loop.await(() -> ledger.readBack(round.epoch(), round.id()));
        if (verdict == CommitVerdict.DROP) {
          throw new LeaseLost(scope, round.epoch());
        }
        return verdict;
      } catch (LeaseLost e) {
        throw e;
      } catch (RuntimeException e) {
        if (complaints.passes()) {
          LOG.warnf("cannot read back scope=%s round=%d: %s", scope, round.number(), e);
        }
        pause();
      }
    }
  }
}
