package io.longshore.scheduler.shell;

import io.longshore.scheduler.core.job.StateName;
import io.longshore.scheduler.core.round.JobNews;
import io.longshore.scheduler.core.round.Outgoing;
import io.longshore.scheduler.core.round.Step;
import org.jboss.logging.Logger;

/** One line for each round that did something, and one for each job that moved. */
final class RoundLog {
  private static final Logger LOG = Logger.getLogger(RoundLog.class);

  void round(Step round, long number) {
    for (var message : round.messages()) {
      switch (message) {
        case Outgoing.JobMoved(var news) -> moved(news);
        case Outgoing.StopLaunch(var cluster, var launch, var reason, _) ->
            LOG.infof("launch stop launch=%s cluster=%s why=%s", launch, cluster, reason);
        case Outgoing.DemandStated(var demand) ->
            LOG.debugf(
                "demand environment=%s waiting=%d usable=%d released=%s lost=%s",
                demand.environment(),
                demand.waiting().stream().mapToLong(g -> g.count()).sum(),
                demand.usable().size(),
                demand.released(),
                demand.lost());
        case Outgoing.StartLaunch _, Outgoing.CloseLaunch _, Outgoing.DemandWithdrawn _ -> {}
      }
    }
    var summary = round.summary();
    summary.ignored().forEach(why -> LOG.debugf("input ignored %s round=%d", why, number));
    summary.refused().forEach(why -> LOG.warnf("operator's word has no effect %s", why));
    if (summary.inputs() > 0 || summary.dispatched() > 0 || summary.followUps() > 0) {
      LOG.debugf(
          "round number=%d inputs=%d dispatched=%d followUps=%d changes=%d messages=%d limited=%s",
          number,
          summary.inputs(),
          summary.dispatched(),
          summary.followUps(),
          round.changes().size(),
          round.messages().size(),
          summary.limited());
    }
  }

  private static void moved(JobNews news) {
    if (news.progress() != null && news.state() == StateName.PENDING) {
      LOG.debugf(
          "array progress job=%s counts=%s round=%d",
          news.job(), news.progress().counts(), news.round());
      return;
    }
    LOG.infof(
        "job moved job=%s to=%s attempt=%d launch=%d node=%s why=%s round=%d",
        news.job(),
        news.state(),
        news.attempt(),
        news.launch(),
        news.where() == null ? "" : news.where().place().nodeName(),
        news.reason(),
        news.round());
  }
}
