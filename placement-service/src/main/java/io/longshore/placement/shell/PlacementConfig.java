package io.longshore.placement.shell;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Placement's own keys. */
@ConfigMapping(prefix = "longshore.placement")
public interface PlacementConfig {

  /**
   * Prefix of labels, annotations, taint and finalizer. The shipped admission policy names the same
   * prefix: change both or neither.
   */
  @WithDefault("batch.longshore.io")
  String labelPrefix();

  /** The cell that the clusters' environments belong to. */
  @WithDefault("0")
  int cell();

  /** Where queue-service reads output: host:port of this service's gRPC, as announced. */
  @WithDefault("${quarkus.http.host}:${quarkus.http.port}")
  String grpcEndpoint();

  /** Most creates without an answer at a time, for each cluster. */
  @WithDefault("200")
  int maxCreates();

  /**
   * How long a create without an answer is looked for before the fence is raised for it; and how
   * long, once it is raised, a create that had passed it may still be under way in the API server.
   */
  @WithDefault("5s")
  Duration createSettle();

  /** How long a pod may be in a final phase without evidence before it is reported vanished. */
  @WithDefault("60s")
  Duration vanishAfter();

  /**
   * How long a pod may be starting without its status saying why before the namespace's events are
   * asked; what they warn of becomes the reason that ExplainJob gives.
   */
  @WithDefault("15s")
  Duration slowStart();

  /** How long ids of closed launches are remembered, so that none starts again. */
  @WithDefault("10m")
  Duration closedRetention();

  /** Most sightings and answers of one round. */
  @WithDefault("5000")
  int maxSightings();

  /** The clusters served, by short name: the suffix of the launches topic and the stream's end. */
  Map<String, ClusterConfig> clusters();

  /** The fence that refuses pods of former owners. */
  Fence fence();

  /** Calls to API servers. */
  Api api();

  /** Kept output. */
  Logs logs();

  /** A cluster. */
  interface ClusterConfig {

    /** ARN or plain name by which environments name it. */
    String cluster();

    /** Address of the API server. Exactly one of this, kubeconfig and in-cluster is given. */
    Optional<String> apiServer();

    /** A kubeconfig file; its current context counts. No other is ever read. */
    Optional<Path> kubeconfig();

    /** Whether this runs in a pod of the cluster and uses the pod's service account. */
    @WithDefault("false")
    boolean inCluster();

    /** Bearer token, with api-server. */
    Optional<String> token();

    /** File with the bearer token, read again as it changes, with api-server. */
    Optional<Path> tokenFile();

    /** File with the certificates that the API server's is checked against, with api-server. */
    Optional<Path> caFile();

    /** Namespaces in which batch pods may be created; the fence is probed in the first. */
    List<String> namespaces();
  }

  /** The fence. */
  interface Fence {

    /** Namespace of the ConfigMap; the shipped admission policy names the same. */
    @WithDefault("longshore-system")
    String namespace();

    /** The ConfigMap; the shipped admission policy names the same. */
    @WithDefault("longshore-fence")
    String name();

    /**
     * How long the API server may take to refuse pods of an epoch that was raised past, before the
     * policy counts as missing, which makes this service unready. Nothing is placed until it does.
     */
    @WithDefault("30s")
    Duration patience();
  }

  /** Calls to API servers. */
  interface Api {

    /** How long an answer may take. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** Most deletions, releases and live reads at a time, for each cluster. */
    @WithDefault("64")
    int concurrency();

    /** How often what is watched is listed anew. */
    @WithDefault("10m")
    Duration relist();

    /** Most objects of one answer to a list. */
    @WithDefault("500")
    int page();
  }

  /** Kept output. */
  interface Logs {

    /** How much of the end of each container's output is kept. */
    @WithDefault("1M")
    MemorySize keep();

    /** How long it is kept. */
    @WithDefault("7d")
    Duration retention();

    /** How often keeping a pod's output is tried before the pod goes without. */
    @WithDefault("3")
    int tries();

    /** How long reading a container's output may take. */
    @WithDefault("20s")
    Duration timeout();

    /** Most pods whose output is read at a time, for each cluster. */
    @WithDefault("8")
    int concurrency();

    /** How often output past its retention is deleted. */
    @WithDefault("10m")
    Duration sweep();
  }
}
