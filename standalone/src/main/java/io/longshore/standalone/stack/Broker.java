package io.longshore.standalone.stack;

import io.longshore.standalone.process.Announcer;
import io.longshore.standalone.process.Command;
import io.longshore.standalone.process.Supervised;
import io.longshore.standalone.stack.Ports.Listener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** A real Kafka broker, alone in its cluster, that keeps its records between starts. */
public final class Broker {

  private static final int HEAP_MEGABYTES = 256;
  private static final int ANSWER_MILLIS = 2_000;
  private static final Duration DELETION_POLL = Duration.ofMillis(50);
  private static final String CLUSTER_ID = "TG9uZ3Nob3JlU3RhY2swMA";

  private final DataFolder data;
  private final Ports ports;
  private final Supervised supervised;
  private volatile boolean wipe;

  /** Nothing runs before it is started. */
  public Broker(DataFolder data, Ports ports, Announcer announcer) {
    this.data = data;
    this.ports = ports;
    this.supervised = new Supervised("broker", this::command, this::ask, "TERM", announcer);
  }

  /** The broker's process. */
  public Supervised process() {
    return supervised;
  }

  /** Creates what is missing of these topics; the broker must be ready. */
  public void create(List<NewTopic> topics) {
    try (var admin = admin()) {
      for (var created : admin.createTopics(topics).values().values()) {
        awaitCreated(created);
      }
    }
  }

  private static void awaitCreated(KafkaFuture<Void> created) {
    try {
      created.get();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new IllegalStateException("cannot create topics", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Kills it and takes its data, and returns once it is ready again, with nothing. */
  void wipe(Duration patience) {
    int before = supervised.starts();
    wipe = true;
    supervised.kill();
    supervised.awaitStarted(before + 1, patience);
  }

  /** Deletes topics and makes them anew. */
  void recreate(List<NewTopic> topics, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try (var admin = admin()) {
      var names = topics.stream().map(NewTopic::name).toList();
      admin.deleteTopics(names).all().get();
      while (admin.listTopics().names().get().stream().anyMatch(names::contains)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("topics were not deleted in time");
        }
        Thread.sleep(DELETION_POLL);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot delete topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    create(topics);
  }

  private void ask() throws ExecutionException, InterruptedException, TimeoutException {
    try (var admin = admin()) {
      var nodes = admin.describeCluster().nodes().get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
      if (nodes.isEmpty()) {
        throw new TimeoutException("no broker is registered");
      }
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            ports.address(Listener.BROKER),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ANSWER_MILLIS,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ANSWER_MILLIS));
  }

  private Command command() {
    var folder = data.folder("broker");
    var records = folder.resolve("records");
    if (wipe) {
      wipe = false;
      DataFolder.delete(records);
    }
    var properties = Template.of("broker.properties").with(values(records)).write(folder);
    var words =
        new JavaCommand(HEAP_MEGABYTES)
            .main(
                BrokerMain.class.getName(), properties.toString(), records.toString(), CLUSTER_ID);
    return new Command(
        "broker", words, Environments.sealed(data.folder("home")), folder, data.log("broker"));
  }

  private Map<String, String> values(Path records) {
    return Map.of(
        "clients", ports.address(Listener.BROKER),
        "advertised", ports.route(Listener.BROKER),
        "quorum", ports.address(Listener.BROKER_CONTROLLER),
        "records", records.toString());
  }
}
