package io.longshore.placement.shell;

import io.longshore.placement.shell.db.KeptLogs;
import io.longshore.placement.shell.k8s.Cluster;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds a launch's output, kept or live. Blocks. */
@Singleton
public final class OutputReader {

  private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(10);
  private static final long NOT_STARTED_PAUSE_MS = 300;

  private final Clusters clusters;

  OutputReader(Clusters clusters) {
    this.clusters = clusters;
  }

  /**
   * Which output.
   *
   * @param container empty: all
   * @param reading with follow: stay until the container ends, waiting for its start where need be
   */
  public record Wanted(String namespace, String pod, String container, Cluster.Reading reading) {}

  /**
   * Output as it comes; the reader closes it.
   *
   * @param cut whether earlier output was not kept
   */
  public record Found(String container, boolean cut, InputStream bytes) {}

  /** The containers that are wanted, in the order in which they start; none without a pod. */
  public List<String> containers(Wanted wanted) throws IOException {
    if (!wanted.container().isEmpty()) {
      return List.of(wanted.container());
    }
    // The pod first: while it is there, the output of some of its containers may not be kept yet.
    IOException away = null;
    for (Cluster cluster : candidates(wanted)) {
      try {
        List<String> live = cluster.containers(wanted.namespace(), wanted.pod());
        if (!live.isEmpty()) {
          return live;
        }
      } catch (IOException e) {
        away = e;
      }
    }
    List<String> kept =
        clusters
            .logs()
            .containers(wanted.namespace(), wanted.pod())
            .await()
            .atMost(DATABASE_PATIENCE);
    if (kept.isEmpty() && away != null) {
      throw away;
    }
    return kept;
  }

  /** A container's output; empty where there is none, neither kept nor live. */
  public Optional<Found> open(Wanted wanted, String container)
      throws IOException, InterruptedException {
    while (true) {
      Optional<Found> kept = kept(wanted, container);
      if (kept.isPresent()) {
        return kept;
      }
      switch (live(wanted, container)) {
        case Cluster.Output.Bytes(InputStream bytes) -> {
          return Optional.of(new Found(container, false, bytes));
        }
        case Cluster.Output.NotStarted _ -> {
          if (!wanted.reading().follow()) {
            return Optional.of(new Found(container, false, InputStream.nullInputStream()));
          }
          Thread.sleep(NOT_STARTED_PAUSE_MS);
        }
        // It may have been kept, and its pod let go, between the two looks.
        case Cluster.Output.Missing _ -> {
          return kept(wanted, container);
        }
      }
    }
  }

  private Optional<Found> kept(Wanted wanted, String container) {
    return clusters
        .logs()
        .find(wanted.namespace(), wanted.pod(), container)
        .await()
        .atMost(DATABASE_PATIENCE)
        .map(kept -> kept(wanted.reading(), container, kept));
  }

  private static Found kept(Cluster.Reading reading, String container, KeptLogs.Found kept) {
    byte[] body = kept.body();
    int from = reading.tailLines() < 0 ? 0 : Tail.lastLines(body, reading.tailLines());
    if (kept.at().isBefore(reading.since())) {
      from = body.length;
    }
    boolean cut = kept.lost() > 0 && from == 0;
    return new Found(container, cut, new ByteArrayInputStream(body, from, body.length - from));
  }

  private Cluster.Output live(Wanted wanted, String container)
      throws IOException, InterruptedException {
    for (Cluster cluster : candidates(wanted)) {
      Cluster.Output output =
          cluster.output(wanted.namespace(), wanted.pod(), container, wanted.reading());
      if (!(output instanceof Cluster.Output.Missing)) {
        return output;
      }
    }
    return new Cluster.Output.Missing();
  }

  private List<Cluster> candidates(Wanted wanted) {
    return clusters
        .logs()
        .whereabouts(wanted.pod())
        .await()
        .atMost(DATABASE_PATIENCE)
        .map(KeptLogs.Whereabouts::cluster)
        .flatMap(clusters::cluster)
        .map(List::of)
        .orElseGet(() -> clusters.withNamespace(wanted.namespace()));
  }
}
