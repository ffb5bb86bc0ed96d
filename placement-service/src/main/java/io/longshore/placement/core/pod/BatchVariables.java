package io.longshore.placement.core.pod;

import io.longshore.placement.core.LaunchId.Part;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The variables that AWS Batch gives every container; they keep AWS's names because jobs read them.
 */
final class BatchVariables {

  private BatchVariables() {}

  static Map<String, String> of(Order order, Environment environment) {
    var env = new LinkedHashMap<String, String>();
    env.put("AWS_BATCH_JOB_ID", order.launch().batchId());
    env.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(order.attempt()));
    env.put("AWS_BATCH_CE_NAME", environment.name());
    env.put("AWS_BATCH_JQ_NAME", nameOf(order.queueArn()));
    env.put("AWS_BATCH_JOB_KUBERNETES_NODE_UID", order.node().uid());
    switch (order.launch().part()) {
      case Part.Whole _ -> {}
      case Part.Child(int index) -> {
        env.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(index));
        env.put("AWS_BATCH_JOB_ARRAY_SIZE", Integer.toString(order.arraySize()));
      }
      case Part.Member(int index) -> {
        env.put("AWS_BATCH_JOB_NODE_INDEX", Integer.toString(index));
        env.put("AWS_BATCH_JOB_NUM_NODES", Integer.toString(order.nodeCount()));
      }
    }
    return env;
  }

  private static String nameOf(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
