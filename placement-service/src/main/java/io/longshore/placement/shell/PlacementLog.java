package io.longshore.placement.shell;

import io.longshore.placement.core.desk.Action;
import io.longshore.placement.core.desk.DeskStep;
import io.longshore.placement.core.fence.FenceAction;
import io.longshore.placement.core.node.NodeBook;
import io.longshore.placement.core.observe.LaunchReport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One structured line for each thing that happened. Never a job's command or environment. */
final class PlacementLog {

  private static final Logger LOG = Logger.getLogger("io.longshore.placement");

  private final String cluster;
  private DeskStep.@Nullable Standing before;

  PlacementLog(String cluster) {
    this.cluster = cluster;
  }

  void committed(DeskStep step) {
    step.reports().forEach(this::said);
    step.actions().forEach(this::doing);
    if (!step.standing().equals(before)) {
      before = step.standing();
      String line = "cluster stands cluster=%s state=%s version=%s why=%s";
      Object[] values = {cluster, before.state(), before.version(), before.reason()};
      switch (before.state()) {
        case SERVED, PENDING -> LOG.infof(line, values);
        case AWAY -> LOG.warnf(line, values);
        case UNGUARDED -> LOG.errorf(line, values);
      }
    }
  }

  private void said(DeskStep.Out out) {
    switch (out) {
      case DeskStep.Out.OfLaunch(LaunchReport r) ->
          LOG.infof(
              "launch moved cluster=%s launch=%s to=%s node=%s evidence=%s why=%s hostLoss=%s"
                  + " stopped=%s",
              cluster,
              r.launch(),
              r.phase(),
              r.pod().node(),
              r.evidence(),
              r.reason(),
              r.hostLoss(),
              r.stoppedOnRequest());
      case DeskStep.Out.OfNode(NodeBook.News.Here(var n)) ->
          LOG.infof(
              "node seen cluster=%s node=%s uid=%s instance=%s ready=%s schedulable=%s"
                  + " vcpuMillis=%d memoryBytes=%d",
              cluster,
              n.name(),
              n.uid(),
              n.instanceId(),
              n.ready(),
              n.schedulable(),
              n.allocatable().vcpuMillis(),
              n.allocatable().memoryBytes());
      case DeskStep.Out.OfNode(NodeBook.News.Gone(String name, String uid)) ->
          LOG.infof("node gone cluster=%s node=%s uid=%s", cluster, name, uid);
    }
  }

  private void doing(Action action) {
    switch (action) {
      case Action.Guard(FenceAction.RaiseFence(long to, var _)) ->
          LOG.infof("fence raised cluster=%s epoch=%d", cluster, to);
      case Action.Guard _,
          Action.Survey _,
          Action.Create _,
          Action.Look _,
          Action.LookAtNode _,
          Action.ReadWarnings _,
          Action.Delete _,
          Action.Release _,
          Action.KeepLogs _ ->
          LOG.debugf("doing cluster=%s %s", cluster, brief(action));
    }
  }

  /** A plan holds the job's command and environment, which no log line may. */
  private static String brief(Action action) {
    return action instanceof Action.Create(var launch, var _)
        ? "Create[" + launch + "]"
        : action.toString();
  }
}
