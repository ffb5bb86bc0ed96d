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
   * @param container empty: the first
   * @param follow stay until the container ends, waiting for its start where need be
   * @param tailLines negative: all
   */
  public record Wanted(
      String namespace, String pod, String container, boolean follow, long tailLines) {}

  /**
   * Output as it comes; the reader closes it.
   *
   * @param cut whether earlier output was not kept
   */
  public record Found(String container, boolean cut, InputStream bytes) {}

  /** The output; empty where there is none, neither kept nor live. */
  public Optional<Found> open(Wanted wanted) throws IOException, InterruptedException {
    while (true) {
      Optional<Found> kept = kept(wanted);
      if (kept.isPresent()) {
        return kept;
      }
      switch (live(wanted)) {
        case Cluster.Output.Bytes(String container, InputStream bytes) -> {
          return Optional.of(new Found(container, false, bytes));
        }
        case Cluster.Output.NotStarted _ -> {
          if (!wanted.follow()) {
            return Optional.of(new Found(wanted.container(), false, InputStream.nullInputStream()));
          }
          Thread.sleep(NOT_STARTED_PAUSE_MS);
        }
        // It may have been kept, and its pod let go, between the two looks.
        case Cluster.Output.Missing _ -> {
          return kept(wanted);
        }
      }
    }
  }

  private Optional<Found> kept(Wanted wanted) {
    return clusters
        .logs()
        .find(wanted.namespace(), wanted.pod(), wanted.container())
        .await()
        .atMost(DATABASE_PATIENCE)
        .map(
            kept -> {
              byte[] body = kept.body();
              int from = wanted.tailLines() < 0 ? 0 : Tail.lastLines(body, wanted.tailLines());
              boolean cut = kept.lost() > 0 && from == 0;
              return new Found(
                  kept.container(), cut, new ByteArrayInputStream(body, from, body.length - from));
            });
  }

  private Cluster.Output live(Wanted wanted) throws IOException, InterruptedException {
    var reading = new Cluster.Reading(wanted.follow(), wanted.tailLines());
    for (Cluster cluster : candidates(wanted)) {
      Cluster.Output output =
          cluster.output(wanted.namespace(), wanted.pod(), wanted.container(), reading);
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
