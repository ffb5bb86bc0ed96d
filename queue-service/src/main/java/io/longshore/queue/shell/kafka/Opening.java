package io.longshore.queue.shell.kafka;

import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.PublisherDecorator;
import jakarta.inject.Singleton;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Opens the channel of submissions once Kafka answers and has the topic. A consumer that is made
 * before Kafka's name resolves has failed for good, and its channel would have the process ended:
 * no restart mends a name.
 */
@Singleton
final class Opening implements PublisherDecorator {

  private final Submissions.Door door;
  private final String topic;

  Opening(
      Submissions.Door door,
      @ConfigProperty(name = "mp.messaging.incoming." + Submissions.CHANNEL + ".topic")
          String topic) {
    this.door = door;
    this.topic = topic;
  }

  @Override
  public Multi<? extends Message<?>> decorate(
      Multi<? extends Message<?>> publisher, List<String> channels, boolean isConnector) {
    return isConnector && channels.contains(Submissions.CHANNEL)
        ? door.opened(topic).onItem().transformToMulti(_ -> publisher)
        : publisher;
  }
}
