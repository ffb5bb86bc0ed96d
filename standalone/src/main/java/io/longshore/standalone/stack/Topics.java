package io.longshore.standalone.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the deployment, from the very list that it makes them by. */
public final class Topics {

  /** Submissions from producers. */
  public static final String SUBMISSIONS = "longshore.submissions";

  /** The scheduler's changes of jobs, for queue-service. */
  public static final String JOB_CHANGES = "longshore.job-changes";

  private static final String LIST = "/topics.txt";
  private static final short REPLICAS = 1;

  private Topics() {}

  /** Every topic that the services need. */
  public static List<NewTopic> all() {
    try (InputStream list = Topics.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException("topics.txt is missing from the class path");
      }
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> topic(line.trim().split("\\s+")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NewTopic topic(String[] words) {
    return new NewTopic(words[0], Integer.parseInt(words[1]), REPLICAS)
        .configs(Map.of("cleanup.policy", words[2]));
  }
}
