package io.longshore.standalone.stack;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The topics of a deployment with one cell. Partition number is cell number on the internal ones;
 * the public ones are spread by job.
 */
public final class Topics {

  /** Submissions from producers. */
  public static final String SUBMISSIONS = "longshore.submissions";

  /** What of them was refused. */
  public static final String REJECTED = "longshore.submissions.rejected";

  /** The scheduler's changes of jobs, for queue-service. */
  public static final String JOB_CHANGES = "longshore.job-changes";

  /** Public events. */
  public static final String JOB_EVENTS = "longshore.job-events";

  /** How many partitions the public topics have. */
  private static final int PUBLIC_PARTITIONS = 4;

  private static final short REPLICAS = 1;

  private Topics() {}

  /**
   * Every topic that the services need.
   *
   * @param cells number of cells
   * @param cluster the short name of the only cluster
   */
  public static List<NewTopic> all(int cells, String cluster) {
    return List.of(
        topic(SUBMISSIONS, PUBLIC_PARTITIONS),
        topic(REJECTED, PUBLIC_PARTITIONS),
        topic(JOB_EVENTS, PUBLIC_PARTITIONS),
        topic("longshore.commands", cells),
        topic("longshore.registry", cells).configs(Map.of("cleanup.policy", "compact")),
        topic("longshore.launches." + cluster, cells),
        topic("longshore.placement-reports", cells),
        topic("longshore.capacity-demand", cells),
        topic("longshore.capacity-reports", cells),
        topic(JOB_CHANGES, cells));
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, partitions, REPLICAS);
  }
}
