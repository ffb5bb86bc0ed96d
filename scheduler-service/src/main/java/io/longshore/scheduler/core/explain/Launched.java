package io.longshore.scheduler.core.explain;

import io.longshore.scheduler.core.explain.Explanation.UnderWay;
import io.longshore.scheduler.core.fit.Slot;
import io.longshore.scheduler.core.job.Job;
import io.longshore.scheduler.core.job.JobState;
import io.longshore.scheduler.core.job.Launch;
import io.longshore.scheduler.core.job.LaunchState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How the launch of a job stands, and what evidence of its end is awaited. */
final class Launched {
  private final View view;

  Launched(View view) {
    this.view = view;
  }

  Finding of(Job job) {
    var launch = view.launchOf().apply(job);
    if (launch == null) {
      throw new IllegalStateException("active without a launch: " + job.key());
    }
    var awaited = awaited(launch);
    var reason = Reason.RUNNING;
    var words = "Its containers run on " + launch.place().nodeName();
    if (awaited != null) {
      reason = Reason.WAITING_FOR_EVIDENCE;
      words = awaited;
    } else if (launch.stop() != null) {
      reason = Reason.STOPPING;
      words = "It was asked to stop, and its pod has not ended yet";
    } else if (job.state() instanceof JobState.Starting) {
      reason = Reason.STARTING;
      words = "Its pod starts on " + launch.place().nodeName() + podWords(launch);
    }
    var environment = view.world().environments().get(launch.place().environment());
    var namespace = environment == null ? "" : environment.namespace();
    return Finding.active(reason, words, new UnderWay(launch, namespace, awaited));
  }

  private static String podWords(Launch launch) {
    return launch.pod().reason().isEmpty() ? "" : ": " + launch.pod().reason();
  }

  private @Nullable String awaited(Launch launch) {
    if (launch.state() instanceof LaunchState.Ended(_, Instant judgeAt)) {
      return "It ended by a signal; word of its host is awaited until " + judgeAt;
    }
    var slot = view.world().nodes().get(launch.place().node());
    var proof =
        launch.place().instanceId().isEmpty()
            ? "its node's report or, once it is off, `longshore node-lost --uid "
                + launch.place().node().uid()
                + "`"
            : "EC2's word that " + launch.place().instanceId() + " is terminated";
    if (launch.state() instanceof LaunchState.Vanished) {
      return "Its pod is gone and nothing proves how it ended; awaited: " + proof;
    }
    return slot == null || slot.node().away() ? away(slot) + "; awaited: " + proof : null;
  }

  private static String away(@Nullable Slot slot) {
    return slot == null || slot.node().gone() ? "Its node is gone" : "Its node is not ready";
  }
}
