package io.longshore.scheduler.shell;

import com.google.protobuf.ByteString;
import io.longshore.kit.shell.Step.Out;
import io.longshore.kit.shell.Step.StatementOut;
import io.longshore.scheduler.core.round.Outgoing;
import io.longshore.scheduler.wire.CapacityWire;
import io.longshore.scheduler.wire.LaunchesWire;
import io.longshore.scheduler.wire.NewsWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a round sends, as the runtime sends it.
 *
 * @param messages numbered, in order
 * @param statements the newest of each environment
 */
record Departures(List<Out> messages, List<StatementOut> statements) {
  static Departures of(List<Outgoing> outgoing, Instant at) {
    var messages = new ArrayList<Out>(outgoing.size());
    var statements = new ArrayList<StatementOut>();
    for (var message : outgoing) {
      switch (message) {
        case Outgoing.ToCluster command ->
            messages.add(new Out("placement/" + command.cluster(), LaunchesWire.write(command)));
        case Outgoing.JobMoved(var news) -> messages.add(new Out("queue", NewsWire.write(news)));
        case Outgoing.DemandStated(var demand) ->
            statements.add(
                new StatementOut(
                    "capacity", demand.environment().arn(), CapacityWire.write(demand, at)));
        case Outgoing.DemandWithdrawn(var environment) ->
            statements.add(new StatementOut("capacity", environment.arn(), ByteString.EMPTY));
      }
    }
    return new Departures(messages, statements);
  }
}
