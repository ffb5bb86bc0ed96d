package io.longshore.queue.shell;

import io.longshore.kit.shell.db.Db;
import io.longshore.kit.shell.db.LeaseLost;
import io.longshore.kit.shell.db.LeaseTable;
import io.longshore.kit.shell.kafka.KafkaClients;
import io.longshore.queue.shell.db.OutgoingTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is stored for public topics, in order and at least once: a row goes when the broker
 * has confirmed it. Runs while this process holds the lease, and deletes under it; that two run for
 * a moment after a takeover only sends some records twice.
 */
final class Pump {

  private static final Logger LOG = Logger.getLogger(Pump.class);
  private static final int BATCH = 500;
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration BACK_OFF = Duration.ofSeconds(1);

  private final Db db;
  private final LeaseTable lease;
  private final KafkaClients kafka;
  private final Semaphore due = new Semaphore(0);
  private @Nullable Thread thread;

  Pump(Db db, LeaseTable lease, KafkaClients kafka) {
    this.db = db;
    this.lease = lease;
    this.kafka = kafka;
  }

  /** There may be something to send. */
  void nudge() {
    due.release();
  }

  /** Begins to send for the owner of {@code epoch}. */
  synchronized void start(long epoch) {
    if (thread == null) {
      thread = Thread.ofVirtual().name("pump").start(() -> run(epoch));
    }
  }

  /** Ends sending; what was not confirmed stays. */
  synchronized void stop() {
    if (thread != null) {
      thread.interrupt();
      thread = null;
    }
  }

  private void run(long epoch) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        pump(epoch);
      }
    } catch (InterruptedException e) {
      LOG.debug("pump ends");
    } catch (LeaseLost e) {
      LOG.infof("pump ends: %s", e.getMessage());
    }
  }

  /** One producer's life. Without an address that can be resolved none can be made yet. */
  private void pump(long epoch) throws InterruptedException {
    try (var producer = kafka.producer()) {
      while (!Thread.currentThread().isInterrupted()) {
        if (!turn(producer, epoch)) {
          due.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
          due.drainPermits();
        }
      }
    } catch (KafkaException e) {
      LOG.warnf("public records cannot be sent yet: %s", e.toString());
      Thread.sleep(BACK_OFF);
    }
  }

  /** Sends a batch; whether there may be more. */
  private boolean turn(KafkaProducer<byte[], byte[]> producer, long epoch)
      throws InterruptedException {
    try {
      var batch =
          db.read(tx -> OutgoingTable.oldest(tx, BATCH)).await().atMost(Duration.ofSeconds(10));
      if (batch.isEmpty()) {
        return false;
      }
      send(producer, batch);
      var seqs = batch.stream().map(OutgoingTable.Stored::seq).toList();
      lease
          .under(epoch, tx -> OutgoingTable.delete(tx, seqs))
          .await()
          .atMost(Duration.ofSeconds(10));
      return batch.size() == BATCH;
    } catch (LeaseLost e) {
      throw e;
    } catch (ExecutionException | RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException();
      }
      LOG.warnf("public records are sent again: %s", e.toString());
      Thread.sleep(BACK_OFF);
      return true;
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, List<OutgoingTable.Stored> batch)
      throws InterruptedException, ExecutionException {
    var sent = new ArrayList<Future<RecordMetadata>>(batch.size());
    for (var stored : batch) {
      var record = stored.record();
      var outgoing =
          new ProducerRecord<>(
              record.topic(), record.key().getBytes(StandardCharsets.UTF_8), record.body());
      for (int i = 0; i + 1 < record.headers().size(); i += 2) {
        outgoing
            .headers()
            .add(
                record.headers().get(i),
                record.headers().get(i + 1).getBytes(StandardCharsets.UTF_8));
      }
      sent.add(producer.send(outgoing));
    }
    for (var one : sent) {
      one.get();
    }
  }
}
