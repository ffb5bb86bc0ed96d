package io.longshore.cli;

import io.longshore.api.batch.v1.DeclareNodeLostRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** DeclareNodeLost, the operator's word. */
@Command(
    name = "node-lost",
    aliases = "declare-node-lost",
    description = {
      "Declares that a node is dead for good (DeclareNodeLost).",
      "It is the word of an operator that nothing on the node runs any more: its jobs end as lost"
          + " and retry rules apply. It cannot be taken back, and if it is not true, jobs may run"
          + " twice.",
      "It holds for a node that is not ready, or whose object is gone, when the scheduler hears it;"
          + " of a node that is ready it changes nothing, and the scheduler's log says so. Names"
          + " are used again: where a new machine may have the name, declare the old node by the"
          + " UID that `longshore explain JOB` shows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  longshore node-lost --cluster local --uid 5f0c1b7e-93d2-4c1e-8a55-0b6f5d1e7a10 --reason"
          + " 'board replaced'",
      "  longshore node-lost --cluster local --node rack4-07 --reason 'power is off'"
    })
final class NodeLostCommand extends Subcommand {
  @Option(
      names = "--cluster",
      paramLabel = "CLUSTER",
      required = true,
      description = "ARN or name of the cluster.")
  private String cluster = "";

  @ArgGroup(multiplicity = "1")
  private Of of = new Of();

  /** Which node. */
  static final class Of {
    @Option(
        names = "--node",
        paramLabel = "NAME",
        required = true,
        description = "Name of the node: the one of that name that is not ready or gone.")
    private @Nullable String node;

    @Option(
        names = "--instance",
        paramLabel = "ID",
        required = true,
        description = "EC2 instance of the node.")
    private @Nullable String instance;

    @Option(
        names = "--uid",
        paramLabel = "UID",
        required = true,
        description = "UID of the node's object: the surest name, never used again.")
    private @Nullable String uid;
  }

  @Option(
      names = {"-r", "--reason"},
      paramLabel = "TEXT",
      required = true,
      description = "Why you are sure; kept with the attempts that it ends.")
  private String reason = "";

  NodeLostCommand(Longshore longshore) {
    super(longshore);
  }

  @Override
  public Integer call() {
    var request = DeclareNodeLostRequest.newBuilder().setCluster(cluster).setReason(reason);
    setIfGiven(of.node, request::setNodeName);
    setIfGiven(of.instance, request::setInstanceId);
    setIfGiven(of.uid, request::setNodeUid);
    var _ = longshore().call().declareNodeLost(request.build());
    longshore()
        .world()
        .out()
        .println("declared; `longshore explain JOB` shows the effect on a job");
    return ExitCode.OK;
  }
}
