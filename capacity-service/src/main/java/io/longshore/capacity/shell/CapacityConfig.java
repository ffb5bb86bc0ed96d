package io.longshore.capacity.shell;

import io.longshore.capacity.core.launch.LaunchSettings;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What capacity-service understands below {@code longshore.capacity.}. */
@ConfigMapping(prefix = "longshore.capacity")
public interface CapacityConfig {

  /** The cell, which is the partition of every topic. */
  @WithDefault("0")
  int cell();

  /** How AWS is reached. */
  Aws aws();

  /** How often AWS is looked at. */
  Pass pass();

  /** EC2's events. */
  Events events();

  /** When something counts as late, short or broken. */
  Rules rules();

  /** What of an instance is not there for batch pods until its node says more exactly. */
  Reserve reserve();

  /** What instances start with. */
  Launch launch();

  /** How AWS is reached. */
  interface Aws {

    /** The region. */
    @WithDefault("us-east-1")
    String region();

    /**
     * A fixed access key, with {@code secret-key}. Unset: the SDK's own chain, such as a service
     * account's role.
     */
    Optional<String> accessKey();

    /** The access key's secret. */
    Optional<String> secretKey();

    /** Where EC2 is; unset: AWS's own address in the region. */
    Optional<URI> ec2Endpoint();

    /** Where Auto Scaling is; unset: AWS's own address in the region. */
    Optional<URI> autoscalingEndpoint();

    /** Where SQS is; unset: AWS's own address in the region. */
    Optional<URI> sqsEndpoint();

    /** Longest wait for one try of a call. */
    @WithDefault("10s")
    Duration attemptTimeout();

    /** Longest wait for a call with all its tries. */
    @WithDefault("30s")
    Duration callTimeout();

    /** Most tries of a call; they slow down when AWS throttles. */
    @WithDefault("4")
    int tries();

    /** Most calls under way at once. */
    @WithDefault("50")
    int concurrency();

    /** Most instances ended at once. */
    @WithDefault("8")
    int endsAtOnce();
  }

  /** How often AWS is looked at. */
  interface Pass {

    /** From one look to the next when nothing happens. */
    @WithDefault("5s")
    Duration interval();

    /** Least time from one look to the next, however much happens. */
    @WithDefault("1s")
    Duration spacing();

    /** Longest wait for a whole look. */
    @WithDefault("2m")
    Duration timeout();

    /** How often the region's instance types are read again. */
    @WithDefault("6h")
    Duration catalogueInterval();

    /** How often Spot prices are read again. */
    @WithDefault("10m")
    Duration priceInterval();

    /** Without a look for so long this instance is not ready. */
    @WithDefault("3m")
    Duration silence();
  }

  /** EC2's events, which an EventBridge rule puts into an SQS queue. */
  interface Events {

    /** The queue's URL; unset: no events, so a Spot interruption is first seen as an end. */
    Optional<String> queueUrl();

    /** How long one receive waits for an event, in whole seconds, at most 20 s. */
    @WithDefault("20s")
    Duration poll();

    /** How long an event comes not again when it could not be used yet, in whole seconds. */
    @WithDefault("30s")
    Duration hidden();

    /** From a Spot interruption notice to EC2's act. */
    @WithDefault("2m")
    Duration notice();

    /** Whether a rebalance recommendation makes an instance want to go. */
    @WithDefault("false")
    boolean drainOnRebalance();
  }

  /** When something counts as late, short or broken. */
  interface Rules {

    /** From an instance's launch to its node being usable, before it counts as never joined. */
    @WithDefault("10m")
    Duration joinTimeout();

    /** How long EC2 must have stopped listing an instance before it counts as ended. */
    @WithDefault("30s")
    Duration missingAfter();

    /**
     * How long a group whose launch was refused gives way to others, and how long AWS is not asked
     * again for what it refused to make. A shortage that lasts is reported anew as often.
     */
    @WithDefault("1m")
    Duration shortageBackoff();

    /** How long an environment that its settings made invalid waits before it is tried again. */
    @WithDefault("30m")
    Duration invalidRetry();

    /** Instances in a row that never join before their environment is invalid. */
    @WithDefault("3")
    int neverJoinedLimit();

    /** Most instances of one environment that are ended in one pass. */
    @WithDefault("50")
    int endsPerPass();
  }

  /** What of an instance is not there for batch pods until its node says more exactly. */
  interface Reserve {

    /** Whether kubelet's reservations are taken off, as EKS's images make them. */
    @WithDefault("true")
    boolean kubelet();

    /** Part of the listed memory that the operating system never sees, in percent. */
    @WithDefault("7")
    int memoryPercent();

    /** Guess for DaemonSets, in thousandths of a vCPU. */
    @WithDefault("500")
    int daemonVcpuMillis();

    /** Guess for DaemonSets. */
    @WithDefault("500M")
    MemorySize daemonMemory();

    /** Guess for DaemonSets: their pods on each node. */
    @WithDefault("4")
    int daemonPods();
  }

  /** What instances start with. */
  interface Launch {

    /** Prefix of labels, the taint and tags; ends in a slash. */
    @WithDefault("batch.longshore.io/")
    String labelPrefix();

    /** Prefix of the names of launch templates and Auto Scaling groups. */
    @WithDefault("longshore-")
    String resourcePrefix();

    /**
     * Form of the user data: BY_IMAGE (nodeadm, or bootstrap.sh for EKS_AL2), BOOTSTRAP_SH or
     * NODEADM.
     */
    @WithDefault("BY_IMAGE")
    LaunchSettings.UserDataForm.Kind userData();

    /**
     * The script of the BOOTSTRAP_SH form, called with the cluster's name, {@code
     * --kubelet-extra-args} and kubelet's arguments for labels and taint.
     */
    @WithDefault("/etc/eks/bootstrap.sh")
    String bootstrapCommand();

    /**
     * Image of environments that name none: an AMI, or a parameter, in which kubernetes,
     * architecture and variant in braces stand for the environment's.
     */
    @WithDefault(
        "resolve:ssm:/aws/service/eks/optimized-ami/{kubernetes}/amazon-linux-2023/{architecture}/{variant}/recommended/image_id")
    String imageId();

    /** Kubernetes version of the image where the environment names none. */
    @WithDefault("1.35")
    String kubernetesVersion();

    /** Further labels of every batch node, by name. */
    Map<String, String> nodeLabels();

    /** What nodeadm must know of each cluster, by its name. */
    Map<String, Cluster> clusters();
  }

  /** What nodeadm must know of a cluster. */
  interface Cluster {

    /** The API server's URL. */
    String endpoint();

    /** The API server's certificate authority, base64. */
    String certificateAuthority();

    /** The services' addresses, such as {@code 10.100.0.0/16}. */
    String cidr();
  }
}
