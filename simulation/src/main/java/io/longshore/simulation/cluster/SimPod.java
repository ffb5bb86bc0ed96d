package io.longshore.simulation.cluster;

import io.longshore.placement.core.Amounts;
import io.longshore.placement.core.LaunchId;
import io.longshore.placement.core.PodRef;
import io.longshore.placement.core.observe.PodSeen;
import io.longshore.placement.core.pod.Names;
import io.longshore.placement.core.pod.PodPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pod's object in the API server. */
final class SimPod {

  final PodPlan plan;
  final PodRef ref;
  final LaunchId launch;
  final int attempt;
  final PodSeen.Identity identity;
  final List<String> finalizers;
  final Amounts requests;
  PodSeen.@Nullable Deletion deletion;
  PodSeen.Status status;
  boolean gone;
  private long version;
  private @Nullable PodSeen seen;

  SimPod(PodPlan plan, String uid, Names names, PodSeen.Status status) {
    this.plan = plan;
    this.ref = new PodRef(plan.namespace(), plan.name(), uid);
    this.launch = LaunchId.ofPodName(plan.name()).orElseThrow();
    this.attempt = Integer.parseInt(plan.labels().getOrDefault(names.attempt(), "0"));
    this.identity =
        new PodSeen.Identity(
            "true".equals(plan.labels().get(names.managed())),
            plan.labels().getOrDefault(names.jobId(), ""),
            plan.labels().getOrDefault(names.nodeUid(), ""));
    this.finalizers = new ArrayList<>(plan.finalizers());
    this.status = status;
    this.requests =
        plan.containers().stream()
            .map(c -> Amounts.of(c.requests().isEmpty() ? c.limits() : c.requests()))
            .reduce(Amounts.NONE, Amounts::plus);
  }

  void changed() {
    version++;
    seen = null;
  }

  /** The pod as a client sees it at this moment. */
  PodSeen seen() {
    var known = seen;
    if (known == null) {
      known =
          new PodSeen(
              ref,
              Long.toString(version),
              plan.nodeName(),
              identity,
              List.copyOf(finalizers),
              deletion,
              status);
      seen = known;
    }
    return known;
  }

  boolean terminal() {
    return status.phase() == PodSeen.Phase.SUCCEEDED || status.phase() == PodSeen.Phase.FAILED;
  }
}
