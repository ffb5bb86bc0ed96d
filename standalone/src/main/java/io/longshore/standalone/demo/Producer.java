package io.longshore.standalone.demo;

import io.longshore.api.batch.v1.SubmitJobRequest;
import io.longshore.standalone.stack.Topics;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A program that submits by Kafka and knows nothing of gRPC. */
final class Producer {

  private static final int PATIENCE_SECONDS = 20;

  private Producer() {}

  /** Sends one submission and returns once the broker has it. */
  static void send(String bootstrap, SubmitJobRequest job) {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap, "acks", "all");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var record = new ProducerRecord<byte[], byte[]>(Topics.SUBMISSIONS, job.toByteArray());
      var unused = producer.send(record).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not take the submission", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
