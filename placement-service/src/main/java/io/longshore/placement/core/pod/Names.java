package io.longshore.placement.core.pod;

/**
 * Labels, taint, annotations and finalizer under one prefix, so that AWS Batch itself can live on
 * the same cluster.
 *
 * @param prefix a DNS name without the slash, {@code batch.longshore.io} by default
 */
public record Names(String prefix) {

  /** Refuses what Kubernetes would not take as a prefix of keys. */
  public Names {
    if (!prefix.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") || prefix.length() > 253) {
      throw new IllegalArgumentException("not a prefix of Kubernetes keys: " + prefix);
    }
  }

  /** Label of a pod: ours. */
  public String managed() {
    return prefix + "/managed";
  }

  /** Label of a pod: the job's UUID. */
  public String jobId() {
    return prefix + "/job-id";
  }

  /** Label of a pod: the array child's index. */
  public String arrayIndex() {
    return prefix + "/array-index";
  }

  /** Label of a pod: the multi-node job's node. */
  public String nodeIndex() {
    return prefix + "/node-index";
  }

  /** Label of a pod: which attempt. */
  public String attempt() {
    return prefix + "/attempt";
  }

  /** Label of a pod: which launch. */
  public String launch() {
    return prefix + "/launch";
  }

  /** Label of nodes and pods: the environment. */
  public String environmentUuid() {
    return prefix + "/compute-environment-uuid";
  }

  /** Label of a pod: the node that it was meant for. */
  public String nodeUid() {
    return prefix + "/node-uid";
  }

  /** Label of a managed node, set by its user data: its instance, unlike any other's. */
  public String instanceId() {
    return prefix + "/instance-id";
  }

  /** Taint of batch nodes. */
  public String taint() {
    return prefix + "/batch-node";
  }

  /** Annotation of a pod: the epoch that it was created under, which the fence compares. */
  public String placementEpoch() {
    return prefix + "/placement-epoch";
  }

  /** Annotation of a pod: the job's name. */
  public String jobName() {
    return prefix + "/job-name";
  }

  /** Annotation of a pod: the queue's ARN. */
  public String jobQueue() {
    return prefix + "/job-queue";
  }

  /** Annotation of a pod: the job's tags as a JSON object. */
  public String tags() {
    return prefix + "/tags";
  }

  /** Finalizer of a pod, removed once the scheduler has stored its end. */
  public String finalizer() {
    return prefix + "/placement";
  }
}
