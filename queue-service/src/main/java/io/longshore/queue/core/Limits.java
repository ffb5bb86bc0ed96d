package io.longshore.queue.core;

/**
 * Limits on names, sizes and counts. Each is a configuration key whose default is AWS Batch's own
 * value ({@link #AWS}).
 */
public record Limits(
    Registry registry, Definitions definitions, Jobs jobs, Pages pages, Tagging tagging) {

  /**
   * Limits of the registry.
   *
   * @param queues job queues
   * @param environments compute environments
   * @param environmentsPerCluster compute environments of one cluster
   * @param environmentsPerQueue compute environments of one queue
   * @param nameLength characters of a name
   * @param namespaceLength characters of a Kubernetes namespace
   */
  public record Registry(
      int queues,
      int environments,
      int environmentsPerCluster,
      int environmentsPerQueue,
      int nameLength,
      int namespaceLength) {}

  /**
   * Limits of job definitions and of what a submission replaces in them.
   *
   * @param payloadBytes size of a registration
   * @param attempts most attempts of a retry strategy
   * @param exitRules rules of evaluateOnExit
   * @param patternLength characters of a pattern of evaluateOnExit
   * @param minTimeoutSeconds shortest timeout of an attempt
   * @param containers containers of a pod
   * @param initContainers init containers of a pod
   * @param minVcpus least vCPUs of containerProperties
   * @param minMemoryMib least memory of a container
   * @param priority highest scheduling priority
   * @param annotationLength characters of the value of a pod's annotation
   * @param capabilities capabilities that a container adds, and that it drops
   * @param capabilityLength characters of a capability
   * @param profileLength characters of the name of a seccomp profile
   * @param labelPrefix prefix of the labels that the installation itself sets, without a slash
   */
  public record Definitions(
      int payloadBytes,
      int attempts,
      int exitRules,
      int patternLength,
      int minTimeoutSeconds,
      int containers,
      int initContainers,
      double minVcpus,
      int minMemoryMib,
      int priority,
      int annotationLength,
      int capabilities,
      int capabilityLength,
      int profileLength,
      String labelPrefix) {}

  /**
   * Limits of jobs.
   *
   * @param payloadBytes size of one submission
   * @param overrideLength characters of containerOverrides
   * @param dependencies entries of dependsOn
   * @param minArraySize least children of an array
   * @param arraySize most children of an array
   * @param entries entries of SubmitJobs
   * @param batchBytes size of SubmitJobs
   * @param tokenLength characters of a client token
   * @param nameLength characters of a job's name
   * @param reasonLength characters of a reason to cancel or terminate
   * @param bulk ids of one CancelJobs or TerminateJobs
   * @param submitted jobs of one queue that are SUBMITTED
   */
  public record Jobs(
      int payloadBytes,
      int overrideLength,
      int dependencies,
      int minArraySize,
      int arraySize,
      int entries,
      int batchBytes,
      int tokenLength,
      int nameLength,
      int reasonLength,
      int bulk,
      int submitted) {}

  /**
   * Limits of reads.
   *
   * @param describe ids or names of one Describe call
   * @param page rows of a page
   * @param listPage rows of a page of ListJobs without filters
   */
  public record Pages(int describe, int page, int listPage) {}

  /**
   * Limits of tags.
   *
   * @param tags tags of one resource
   * @param keyLength characters of a key
   * @param valueLength characters of a value
   */
  public record Tagging(int tags, int keyLength, int valueLength) {}

  /** AWS Batch's values. */
  public static final Limits AWS =
      new Limits(
          new Registry(50, 50, 5, 3, 128, 63),
          new Definitions(
              24 * 1024,
              10,
              5,
              512,
              60,
              10,
              10,
              1,
              4,
              9999,
              255,
              64,
              128,
              4095,
              "batch.longshore.io"),
          new Jobs(
              30 * 1024, 8192, 20, 2, 10_000, 500, 4 * 1024 * 1024, 64, 128, 1024, 50, 1_000_000),
          new Pages(100, 100, 1000),
          new Tagging(50, 128, 256));
}
