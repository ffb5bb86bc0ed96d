package io.longshore.placement.shell.k8s;

import io.longshore.placement.core.pod.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a cluster is reached and what of it is ours. Nothing is read that is not named here.
 *
 * @param access address and credentials
 * @param names label prefix and what follows from it
 * @param namespaces where batch pods may be created; the first is where the fence is probed
 * @param fence where the epoch's ConfigMap lives
 * @param bounds of calls
 */
public record KubeSettings(
    Access access, Names names, List<String> namespaces, FenceName fence, Bounds bounds) {

  /** Address and credentials. */
  public sealed interface Access {

    /** An API server by its URL; what is empty is not sent. */
    record Server(
        String url, Optional<String> token, Optional<Path> tokenFile, Optional<Path> caFile)
        implements Access {}

    /** A kubeconfig file that was named; its current context counts. */
    record Kubeconfig(Path file) implements Access {}

    /** The service account of the pod that this runs in. */
    record InCluster() implements Access {}
  }

  /** A ConfigMap. */
  public record FenceName(String namespace, String name) {}

  /**
   * Bounds of calls.
   *
   * @param requestTimeout how long an answer may take
   * @param concurrency most deletions, releases and reads at a time
   * @param relistEvery how often what is watched is listed anew
   * @param page most objects of one answer to a list
   */
  public record Bounds(Duration requestTimeout, int concurrency, Duration relistEvery, int page) {}
}
